import { type Commits, commitsOn, type Transactions } from './commits.ts';
import { openSqlite } from './open-sqlite.ts';
import { type Parts, partsOf } from './parts.ts';
import type { Db } from './schema.ts';

/** What the server keeps, as it is outside transactions or in one of them. */
export interface Store extends Parts {
  readonly commits: Commits;
  readonly close: () => Promise<void>;
}

/** A database that was opened: where it is read, and where its transactions run. */
export interface OpenDatabase {
  readonly db: Db;
  readonly transactions: Transactions;
  readonly close: () => Promise<void>;
}

/** Opens the database, a file of SQLite, and brings its schema up to date. */
export async function openStore(location: string, options: { readonly now: () => Date }): Promise<Store> {
  const { db, transactions, close } = openSqlite(location, options.now);
  return { ...partsOf(db), commits: commitsOn(transactions), close };
}
