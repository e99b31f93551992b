import { DatabaseAwayError } from './database-away.ts';
import type { Store } from './store.ts';

/**
 * Transactions. Work is given a store of its transaction, awaits nothing but that store, and may be run again: it
 * changes things by conditional updates and keeps nothing outside before it has ended.
 */
export interface Commits {
  /** Together with the other work of this turn, in one transaction; answers when that is durable. */
  readonly run: <T>(work: Work<T>) => Promise<T>;
  /** In a transaction of its own, one at a time over all servers; what it throws undoes all of it. */
  readonly alone: <T>(work: Work<T>) => Promise<T>;
  /** What work reads is all of one moment; it changes nothing, and nobody waits for it. */
  readonly reading: <T>(work: Work<T>) => Promise<T>;
}

export type Work<T> = (store: Store) => Promise<T>;

/** Where transactions run. */
export interface Transactions {
  /** Commits what work did, or undoes all of it. */
  readonly run: <T>(work: Work<T>) => Promise<T>;
  /** The same, one at a time over all servers. */
  readonly runAlone: <T>(work: Work<T>) => Promise<T>;
  readonly runReading: <T>(work: Work<T>) => Promise<T>;
  /** Pieces of work of one transaction can be under way at once. */
  readonly sideBySide: boolean;
  /** How many transactions of several pieces can be under way at once. */
  readonly groupsAtOnce: number;
  /** Somebody else was faster: run again, it will see what they did. */
  readonly isRace: (error: unknown) => boolean;
}

interface Waiting {
  readonly work: Work<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

const mostAttempts = 3;

/**
 * Runs pieces of work that wait in one transaction, and answers each only when that transaction is durable. When one
 * piece throws, all are undone and each is run in a transaction of its own, so that only the one that throws fails.
 */
export function commitsOn(transactions: Transactions): Commits {
  const { sideBySide, groupsAtOnce, isRace } = transactions;
  let waiting: Waiting[] = [];
  let groups = 0;
  let isFlushing = false;

  function wake(): void {
    if (isFlushing || groups >= groupsAtOnce || waiting.length === 0) return;
    isFlushing = true;
    setImmediate(flush);
  }

  function flush(): void {
    isFlushing = false;
    const pieces = waiting;
    waiting = [];
    groups += 1;
    void commit(pieces).finally(() => {
      groups -= 1;
      wake();
    });
  }

  async function commit(pieces: readonly Waiting[]): Promise<void> {
    try {
      const values = await transactions.run((store) => (sideBySide ? atOnce : inOrder)(store, pieces));
      pieces.forEach(({ resolve }, place) => {
        resolve(values[place]);
      });
    } catch (error) {
      const isOver = error instanceof DatabaseAwayError || (pieces.length === 1 && !isRace(error));
      if (isOver) for (const { reject } of pieces) reject(error);
      else for (const piece of pieces) await again(transactions.run, piece.work).then(piece.resolve, piece.reject);
    }
  }

  async function again<T>(run: Transactions['run'], work: Work<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await run(work);
      } catch (error) {
        if (attempt === mostAttempts || !isRace(error)) throw error;
      }
    }
  }

  return {
    run<T>(work: Work<T>): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        waiting.push({ work, resolve: resolve as (value: unknown) => void, reject });
        wake();
      });
    },
    alone: (work) => again(transactions.runAlone, work),
    reading: transactions.runReading,
  };
}

async function inOrder(store: Store, pieces: readonly Waiting[]): Promise<readonly unknown[]> {
  const values: unknown[] = [];
  for (const { work } of pieces) values.push(await work(store));
  return values;
}

/** Waits for every piece, also when one fails: nothing may still be under way when the transaction ends. */
async function atOnce(store: Store, pieces: readonly Waiting[]): Promise<readonly unknown[]> {
  const outcomes = await Promise.allSettled(pieces.map(({ work }) => work(store)));
  return outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
}

/** A transaction has none within it. */
export const noCommits: Commits = { run: within, alone: within, reading: within };

function within(): Promise<never> {
  return Promise.reject(new Error('a transaction within a transaction'));
}
