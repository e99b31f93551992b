import { sql } from 'kysely';
import type { TokenState } from '../../domain/token.ts';
import type { Db } from './schema.ts';

/** What tokens are where, and what was given out. */
export interface Rollout {
  readonly tokens: () => Promise<
    readonly { readonly state: TokenState; readonly office: string | null; readonly count: number }[]
  >;
  /** What was given to people from a time to another, by the hour and their office. */
  readonly given: (
    from: string,
    to: string,
  ) => Promise<readonly { readonly office: string; readonly hour: string; readonly count: number }[]>;
}

export function rollout(db: Db): Rollout {
  return {
    tokens: () =>
      db
        .selectFrom('tokens')
        .select(({ fn }) => ['state', 'office', fn.countAll<number>().as('count')])
        .groupBy(['state', 'office'])
        .execute(),
    async given(from, to) {
      const { rows } = await sql<{ office: string; hour: string; count: number }>`
        SELECT office, substr(assigned_at, 1, 13) AS hour, count(*) AS count
        FROM credentials JOIN people ON people.id = owner_id
        WHERE assigned_at IS NOT NULL AND assigned_at >= ${from} AND assigned_at < ${to}
        GROUP BY 1, 2 ORDER BY 2, 1`.execute(db);
      return rows;
    },
  };
}
