import { sql } from 'kysely';
import type { TokenState } from '../../domain/token.ts';
import { isPostgres } from './dialect.ts';
import type { Db } from './schema.ts';

/** People who are alike as far as tokens go: how many of an office are in the same groups and stand the same. */
export interface Alike {
  readonly office: string;
  readonly memberOf: readonly string[];
  readonly hasToken: boolean;
  readonly queued: boolean;
  readonly count: number;
}

/** What the roll-out is counted from: the database counts, so that a hundred thousand people are not carried out of it. */
export interface Rollout {
  readonly people: () => Promise<readonly Alike[]>;
  readonly tokens: () => Promise<
    readonly { readonly state: TokenState; readonly office: string | null; readonly count: number }[]
  >;
  /** What was given to people since a time, by the hour and their office. */
  readonly givenSince: (
    at: string,
  ) => Promise<readonly { readonly office: string; readonly hour: string; readonly count: number }[]>;
}

interface AlikeRow {
  readonly office: string;
  readonly groups: string | null;
  readonly holds: number;
  readonly queued: number;
  readonly count: number;
}

export function rollout(db: Db): Rollout {
  const inOrder = isPostgres(db)
    ? sql`string_agg(group_id, ' ' ORDER BY group_id)`
    : sql`group_concat(group_id, ' ' ORDER BY group_id)`;
  return {
    async people() {
      const { rows } = await sql<AlikeRow>`
        SELECT office, member.groups AS groups, CASE WHEN holder.owner_id IS NULL THEN 0 ELSE 1 END AS holds,
          CASE WHEN waiting.person_id IS NULL THEN 0 ELSE 1 END AS queued, count(*) AS count
        FROM people
        LEFT JOIN (SELECT person_id, ${inOrder} AS groups FROM group_members GROUP BY person_id) AS member
          ON member.person_id = people.id
        LEFT JOIN (SELECT DISTINCT owner_id FROM credentials WHERE ended_at IS NULL AND owner_id IS NOT NULL) AS holder
          ON holder.owner_id = people.id
        LEFT JOIN issuance_queue AS waiting ON waiting.person_id = people.id
        WHERE gone_at IS NULL
        GROUP BY 1, 2, 3, 4`.execute(db);
      return rows.map(({ office, groups, holds, queued, count }) => ({
        office,
        memberOf: groups === null ? [] : groups.split(' '),
        hasToken: holds === 1,
        queued: queued === 1,
        count,
      }));
    },
    tokens: () =>
      db
        .selectFrom('tokens')
        .select(({ fn }) => ['state', 'office', fn.countAll<number>().as('count')])
        .groupBy(['state', 'office'])
        .execute(),
    async givenSince(at) {
      const { rows } = await sql<{ office: string; hour: string; count: number }>`
        SELECT office, substr(assigned_at, 1, 13) AS hour, count(*) AS count
        FROM credentials JOIN people ON people.id = owner_id
        WHERE assigned_at IS NOT NULL AND assigned_at >= ${at}
        GROUP BY 1, 2 ORDER BY 2, 1`.execute(db);
      return rows;
    },
  };
}
