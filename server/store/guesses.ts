import type { Db } from './schema.ts';

/** How often somebody guessed wrong in a row, and when last. */
interface Guesses {
  readonly count: number;
  readonly lastAt: string;
}

/** Wrong guesses by what they were made at or from; they outlive a restart and are known to every server. */
export interface GuessCounts {
  readonly of: (names: readonly string[]) => Promise<ReadonlyMap<string, Guesses>>;
  /** Counts one more, or the first when the last was before `since`. */
  readonly add: (name: string, at: string, since: string) => Promise<void>;
  readonly forget: (names: readonly string[]) => Promise<void>;
  readonly forgetBefore: (at: string) => Promise<void>;
}

export function guessCounts(db: Db): GuessCounts {
  return {
    async of(names) {
      const rows = await db.selectFrom('guesses').selectAll().where('name', 'in', names).execute();
      return new Map(rows.map(({ name, count, last_at }) => [name, { count, lastAt: last_at }]));
    },
    async add(name, at, since) {
      await db
        .insertInto('guesses')
        .values({ name, count: 1, last_at: at })
        .onConflict((conflict) =>
          conflict.column('name').doUpdateSet(({ eb, ref }) => ({
            count: eb
              .case()
              .when('guesses.last_at', '<', since)
              .then(1)
              .else(eb(ref('guesses.count'), '+', 1))
              .end(),
            last_at: at,
          })),
        )
        .execute();
    },
    async forget(names) {
      if (names.length > 0) await db.deleteFrom('guesses').where('name', 'in', names).execute();
    },
    async forgetBefore(at) {
      await db.deleteFrom('guesses').where('last_at', '<', at).execute();
    },
  };
}
