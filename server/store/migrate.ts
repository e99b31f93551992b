import type { Db } from './schema.ts';
import { initial } from './migrations/0010-initial.ts';
import { tokenManagement } from './migrations/0020-token-management.ts';
import { deliveries } from './migrations/0030-deliveries.ts';
import { resolvers } from './migrations/0040-resolvers.ts';
import { policies } from './migrations/0050-policies.ts';
import { messages } from './migrations/0060-messages.ts';

/** One step of the schema. Numbers rise by tens; a released step is never edited. */
interface Migration {
  readonly number: number;
  readonly name: string;
  readonly up: (db: Db) => void;
}

const migrations: readonly Migration[] = [
  { number: 10, name: 'initial', up: initial },
  { number: 20, name: 'token-management', up: tokenManagement },
  { number: 30, name: 'deliveries', up: deliveries },
  { number: 40, name: 'resolvers', up: resolvers },
  { number: 50, name: 'policies', up: policies },
  { number: 60, name: 'messages', up: messages },
];

/** The database was written by a newer server: opening it could lose what that server knows. */
export class NewerDatabaseError extends Error {}

/** Runs the steps that are missing, each in one transaction. Two processes may try at once. */
export function migrate(db: Db, now: () => Date): void {
  const newest = Math.max(...migrations.map(({ number }) => number));
  if (currentNumber(db) === newest) return;
  db.transaction(() => {
    db.exec(
      'CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, ran_at TEXT NOT NULL)',
    );
    const current = currentNumber(db);
    if (current > newest) {
      throw new NewerDatabaseError(
        `the database has schema ${current}, this server knows up to ${newest}: use the newer server`,
      );
    }
    for (const step of migrations) {
      if (step.number <= current) continue;
      step.up(db);
      db.prepare('INSERT INTO migrations (number, name, ran_at) VALUES (?, ?, ?)').run(
        step.number,
        step.name,
        now().toISOString(),
      );
    }
  }).immediate();
}

function currentNumber(db: Db): number {
  const known = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'migrations'").get();
  if (known === undefined) return 0;
  const row = db.prepare('SELECT max(number) AS number FROM migrations').get() as { number: number | null };
  return row.number ?? 0;
}
