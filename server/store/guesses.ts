import { sql } from 'kysely';
import { batched } from './batched.ts';
import { isPostgres } from './dialect.ts';
import { prepared } from './prepared.ts';
import type { Db } from './schema.ts';

/** How often somebody guessed wrong in a row, and when last. */
interface Guesses {
  readonly count: number;
  readonly lastAt: string;
}

/** One name or two: whom a check is about, and from where it comes. */
type Names = readonly [about: string, from?: string];

/** Wrong guesses by what they were made at or from; they outlive a restart and are known to every server. */
export interface GuessCounts {
  readonly of: (names: Names) => Promise<ReadonlyMap<string, Guesses>>;
  /** Counts one more, or the first when the last was before `since`. */
  readonly add: (name: string, at: string, since: string) => Promise<void>;
  readonly forget: (names: readonly string[]) => Promise<void>;
  readonly forgetBefore: (at: string) => Promise<void>;
}

export function guessCounts(db: Db): GuessCounts {
  return {
    of: isPostgres(db) ? batched(ofAll(db)) : ofTwo(db),
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

interface Row {
  readonly name: string;
  readonly count: number;
  readonly last_at: string;
}

/** Every check asks for two. */
function ofTwo(db: Db): GuessCounts['of'] {
  const rows = prepared<{ about: string; from: string }, Row>(db, (given) =>
    db
      .selectFrom('guesses')
      .selectAll()
      .where('name', 'in', [given('about'), given('from')]),
  );
  return async ([about, from = about]) => known((await rows({ about, from })).rows);
}

/** What all checks that share a transaction ask for, in one statement. */
function ofAll(db: Db): (asked: readonly Names[]) => Promise<readonly ReadonlyMap<string, Guesses>[]> {
  const rows = prepared<{ names: readonly string[] }, Row>(db, (given) =>
    db
      .selectFrom('guesses')
      .selectAll()
      .where('name', '=', sql<string>`ANY(${given('names')}::text[])`),
  );
  return async (asked) => {
    const found = (await rows({ names: [...new Set(asked.flatMap(([about, from = about]) => [about, from]))] })).rows;
    return asked.map((names) => known(found.filter(({ name }) => names.includes(name))));
  };
}

function known(rows: readonly Row[]): ReadonlyMap<string, Guesses> {
  return new Map(rows.map(({ name, count, last_at }) => [name, { count, lastAt: last_at }]));
}
