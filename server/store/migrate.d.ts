import type { Db } from './database.ts';
/** One step of the schema. Numbers rise by tens; a released step is never edited. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly up: (db: Db) => void;
}
/** The database was written by a newer server: opening it could lose what that server knows. */
export declare class NewerDatabaseError extends Error {}
/** Runs the steps that are missing, each in one transaction. Two processes may try at once. */
export declare function migrate(db: Db, now: () => Date): void;
