import { sql } from 'kysely';
import { changed } from './changed.ts';
import type { Db } from './schema.ts';

/** A signed head of the audit's tree. */
interface StoredCheckpoint {
  readonly size: number;
  readonly note: string;
  readonly madeAt: string;
}

export interface Checkpoints {
  readonly newest: () => Promise<StoredCheckpoint | undefined>;
  readonly find: (size: number) => Promise<StoredCheckpoint | undefined>;
  /** All of them, smallest tree first. */
  readonly each: () => AsyncIterable<StoredCheckpoint>;
  /** Keeps it, unless another server was faster. */
  readonly add: (checkpoint: StoredCheckpoint) => Promise<void>;
  /**
   * Of those made before a time, leaves the last of each day and the newest that each station countersigned; gives how
   * many went, with the signatures under them. Proofs need none of them.
   */
  readonly thinOut: (before: string) => Promise<number>;
}

const portionSize = 1000;

export function checkpoints(db: Db): Checkpoints {
  const rows = () => db.selectFrom('checkpoints').select(['size', 'note', 'made_at as madeAt']);
  return {
    newest: () => rows().orderBy('size', 'desc').limit(1).executeTakeFirst(),
    find: (size) => rows().where('size', '=', size).executeTakeFirst(),
    async *each() {
      for (let after = -1; ; ) {
        const portion = await rows().where('size', '>', after).orderBy('size').limit(portionSize).execute();
        yield* portion;
        const last = portion.at(-1);
        if (last === undefined) return;
        after = last.size;
      }
    },
    async add({ size, note, madeAt }) {
      await db
        .insertInto('checkpoints')
        .values({ size, note, made_at: madeAt })
        .onConflict((conflict) => conflict.column('size').doNothing())
        .execute();
    },
    async thinOut(before) {
      const day = sql<string>`substr(made_at, 1, 10)`;
      const lastOfDays = db.selectFrom('checkpoints').select(db.fn.max('size').as('size')).groupBy(day);
      const newestSigned = db.selectFrom('countersignatures').select(db.fn.max('size').as('size')).groupBy('station');
      const spare = db
        .selectFrom('checkpoints')
        .select('size')
        .where('made_at', '<', before)
        .where('size', 'not in', lastOfDays)
        .where('size', 'not in', newestSigned);
      for (let gone = 0; ; ) {
        const sizes = (await spare.limit(portionSize).execute()).map(({ size }) => size);
        if (sizes.length === 0) return gone;
        await db.deleteFrom('countersignatures').where('size', 'in', sizes).execute();
        gone += await changed(db.deleteFrom('checkpoints').where('size', 'in', sizes));
      }
    },
  };
}
