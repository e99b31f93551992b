import type { Db } from './schema.ts';

/**
 * Runs pieces of work that arrive in the same turn of the event loop in one transaction, and answers each only when
 * that transaction is durable. Work is synchronous and may be run again: when one piece throws, all are undone and
 * each is run in a transaction of its own, so that only the one that throws fails.
 */
export interface GroupCommit {
  readonly run: <T>(work: () => T) => Promise<T>;
}

interface Waiting {
  readonly work: () => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

export function groupCommit(db: Db): GroupCommit {
  let waiting: Waiting[] = [];
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const rollback = db.prepare('ROLLBACK');

  function together(pieces: readonly Waiting[]): unknown[] {
    begin.run();
    try {
      const values = pieces.map(({ work }) => work());
      commit.run();
      return values;
    } catch (error) {
      if (db.inTransaction) rollback.run();
      throw error;
    }
  }

  function flush(): void {
    const pieces = waiting;
    waiting = [];
    try {
      const values = together(pieces);
      pieces.forEach(({ resolve }, place) => {
        resolve(values[place]);
      });
    } catch (error) {
      if (pieces.length === 1) pieces[0]?.reject(error);
      else for (const piece of pieces) alone(piece);
    }
  }

  function alone(piece: Waiting): void {
    try {
      piece.resolve(together([piece])[0]);
    } catch (error) {
      piece.reject(error);
    }
  }

  return {
    run<T>(work: () => T): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        if (waiting.length === 0) setImmediate(flush);
        waiting.push({ work, resolve: resolve as (value: unknown) => void, reject });
      });
    },
  };
}
