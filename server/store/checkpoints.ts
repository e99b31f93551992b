import type { Db } from './schema.ts';

/** A signed head of the audit's tree, with the peaks that the next one grows from. */
interface StoredCheckpoint {
  readonly size: number;
  readonly note: string;
  /** 32 bytes each, largest subtree first. */
  readonly peaks: Uint8Array;
  readonly madeAt: string;
}

export interface Checkpoints {
  readonly newest: () => Promise<StoredCheckpoint | undefined>;
  /** All notes, smallest tree first. */
  readonly notes: () => Promise<readonly string[]>;
  /** Keeps it, unless another server was faster. */
  readonly add: (checkpoint: StoredCheckpoint) => Promise<void>;
}

export function checkpoints(db: Db): Checkpoints {
  return {
    newest: () =>
      db
        .selectFrom('checkpoints')
        .select(['size', 'note', 'peaks', 'made_at as madeAt'])
        .orderBy('size', 'desc')
        .limit(1)
        .executeTakeFirst(),
    notes: async () =>
      (await db.selectFrom('checkpoints').select('note').orderBy('size').execute()).map(({ note }) => note),
    async add({ size, note, peaks, madeAt }) {
      await db
        .insertInto('checkpoints')
        .values({ size, note, peaks, made_at: madeAt })
        .onConflict((conflict) => conflict.column('size').doNothing())
        .execute();
    },
  };
}
