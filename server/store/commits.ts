import type { Store } from './store.ts';

/**
 * Transactions. Work is given a store of its transaction, awaits nothing but that store, and may be run again: it
 * changes things by conditional updates and keeps nothing outside before it has ended.
 */
export interface Commits {
  /** Together with the other work of this turn, in one transaction; answers when that is durable. */
  readonly run: <T>(work: (store: Store) => Promise<T>) => Promise<T>;
  /** In a transaction of its own; what it throws undoes all of it. */
  readonly alone: <T>(work: (store: Store) => Promise<T>) => Promise<T>;
}
