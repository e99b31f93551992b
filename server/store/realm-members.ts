import { sql } from 'kysely';
import { prepared } from './prepared.ts';
import type { Db } from './schema.ts';

/** A resolver in a realm; the lowest priority number is asked first, none comes last. */
interface RealmMember {
  readonly resolver: string;
  readonly type: string;
  readonly priority: number | null;
}

export interface RealmMembers {
  /** In the order they are asked. */
  readonly of: (realm: string) => Promise<readonly RealmMember[]>;
  readonly realmsOf: (resolver: string) => Promise<readonly string[]>;
  /** Whether anybody is looked up elsewhere in this realm. */
  readonly hasOthers: (realm: string) => Promise<boolean>;
  /** Whether anybody is looked up elsewhere at all. */
  readonly anyOthers: () => Promise<boolean>;
}

export function realmMembers(db: Db): RealmMembers {
  const joined = () => db.selectFrom('realm_resolvers').innerJoin('resolvers', 'name', 'resolver');
  const others = () => joined().select('resolver').where('type', '<>', 'internal').limit(sql.lit(1));
  const any = prepared<Record<never, never>, { resolver: string }>(db, others);
  return {
    of: (realm) =>
      joined()
        .select(['resolver', 'type', 'priority'])
        .where('realm', '=', realm)
        .orderBy('priority', (order) => order.asc().nullsLast())
        .orderBy('resolver')
        .execute(),
    async realmsOf(resolver) {
      const rows = await db
        .selectFrom('realm_resolvers')
        .select('realm')
        .where('resolver', '=', resolver)
        .orderBy('realm')
        .execute();
      return rows.map(({ realm }) => realm);
    },
    anyOthers: async () => (await any({})).rows.length > 0,
    hasOthers: async (realm) => (await others().where('realm', '=', realm).executeTakeFirst()) !== undefined,
  };
}
