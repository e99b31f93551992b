import Database from 'better-sqlite3';
import { migrate } from './migrate.ts';

export type Db = Database.Database;

/** Opens the server's database: durable at every commit, foreign keys held, schema brought up to date. */
export function openDatabase(file: string, options: { readonly now: () => Date }): Db {
  const db = new Database(file, { timeout: 10_000 });
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    assertPragma(db, 'journal_mode', 'wal');
    assertPragma(db, 'synchronous', 2);
    assertPragma(db, 'foreign_keys', 1);
    migrate(db, options.now);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Some builds of SQLite take a pragma and do not keep it: a commit that is not durable would then go unseen. */
function assertPragma(db: Db, name: string, wanted: string | number): void {
  const found = db.pragma(name, { simple: true });
  if (found !== wanted) throw new Error(`the database refuses ${name} = ${wanted}: it says ${String(found)}`);
}
