import { sql } from 'kysely';
import type { TokenState } from '../../domain/token.ts';
import { isPostgres } from './dialect.ts';
import type { Db } from './schema.ts';

/** People, each once in however many realms, who are alike as far as tokens go: how many of an office are in the same groups and stand the same. */
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
        WITH account AS MATERIALIZED (
          SELECT id, office, min(id) OVER (PARTITION BY resolver, user_id) AS person FROM people WHERE gone_at IS NULL
        )
        SELECT office, member.groups AS groups, CASE WHEN holder.person IS NULL THEN 0 ELSE 1 END AS holds,
          CASE WHEN waiting.person IS NULL THEN 0 ELSE 1 END AS queued, count(*) AS count
        FROM account
        LEFT JOIN (
          SELECT person, ${inOrder} AS groups
          FROM (SELECT DISTINCT person, group_id FROM group_members JOIN account ON account.id = person_id) AS put
          GROUP BY person
        ) AS member ON member.person = account.id
        LEFT JOIN (
          SELECT DISTINCT person FROM credentials JOIN account ON account.id = owner_id WHERE ended_at IS NULL
        ) AS holder ON holder.person = account.id
        LEFT JOIN (
          SELECT DISTINCT person FROM issuance_queue JOIN account ON account.id = person_id
        ) AS waiting ON waiting.person = account.id
        WHERE account.id = account.person
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
