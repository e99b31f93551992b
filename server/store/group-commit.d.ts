import type { Db } from './database.ts';
/**
 * Runs pieces of work that arrive in the same turn of the event loop in one transaction, and answers each only when
 * that transaction is durable. Work is synchronous and may be run again: when one piece throws, all are undone and
 * each is run in a transaction of its own, so that only the one that throws fails.
 */
export interface GroupCommit {
  readonly run: <T>(work: () => T) => Promise<T>;
}
export declare function groupCommit(db: Db): GroupCommit;
