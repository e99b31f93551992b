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
  };
}
