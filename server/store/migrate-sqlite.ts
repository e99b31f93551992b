import type Database from 'better-sqlite3';
import { migrations, NewerDatabaseError, newestMigration } from './migrations.ts';

/** Runs the steps that are missing, in one transaction. Two processes may try at once. */
export function migrateSqlite(db: Database.Database, now: () => Date): void {
  if (currentNumber(db) === newestMigration) return;
  db.transaction(() => {
    db.exec(
      'CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, ran_at TEXT NOT NULL)',
    );
    const current = currentNumber(db);
    if (current > newestMigration) throw new NewerDatabaseError(current);
    for (const { number, name, sqlite } of migrations) {
      if (number <= current) continue;
      db.exec(sqlite);
      db.prepare('INSERT INTO migrations (number, name, ran_at) VALUES (?, ?, ?)').run(
        number,
        name,
        now().toISOString(),
      );
    }
  }).immediate();
}

function currentNumber(db: Database.Database): number {
  const known = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'migrations'").get();
  if (known === undefined) return 0;
  const row = db.prepare('SELECT max(number) AS number FROM migrations').get() as { number: number | null };
  return row.number ?? 0;
}
