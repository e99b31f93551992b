import { type Commits, commitsOn, type Transactions } from './commits.ts';
import { isPostgresUrl } from './location.ts';
import { openPostgres } from './open-postgres.ts';
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

/** Opens the database and brings its schema up to date: `postgres://...`, or a file of SQLite. */
export async function openStore(location: string, { now }: { readonly now: () => Date }): Promise<Store> {
  const open = isPostgresUrl(location) ? await openPostgres(location, now) : openSqlite(location, now);
  return { ...partsOf(open.db), commits: commitsOn(open.transactions), close: open.close };
}
