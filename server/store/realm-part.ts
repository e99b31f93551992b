import { sql } from 'kysely';
import type { Db } from './schema.ts';

/** Part of a realm, from after a name on. */
export interface RealmPart {
  readonly realm: string;
  /** The last name of the part before; empty for the first part. */
  readonly after: string;
  readonly limit: number;
}

/** Somebody of a realm with what decides how they get in. */
export interface RealmPerson {
  readonly id: number;
  readonly username: string;
  readonly resolver: string;
  readonly givenName: string;
  readonly surname: string;
  readonly userId: string;
  readonly email: string;
  readonly mobile: string;
  readonly phone: string;
  readonly tokens: readonly { readonly revoked: boolean }[];
}

const ownersAtOnce = 500;

/** The people of part of a realm by name, each with the tokens they have. */
export async function realmPart(db: Db, { realm, after, limit }: RealmPart): Promise<readonly RealmPerson[]> {
  const people = await db
    .selectFrom('people')
    .select(['id', 'username', 'resolver', 'given_name as givenName', 'surname'])
    .select(['user_id as userId', 'email', 'mobile', 'phone'])
    .where('realm', '=', realm)
    .where('gone_at', 'is', null)
    .where('username', '>', after)
    .orderBy('username')
    .limit(limit)
    .execute();
  const held = new Map<number, { readonly revoked: boolean }[]>(people.map(({ id }) => [id, []]));
  for (let at = 0; at < people.length; at += ownersAtOnce) {
    const owners = people.slice(at, at + ownersAtOnce).map(({ id }) => id);
    const tokens = await db
      .selectFrom('credentials')
      .select(['owner_id', 'revoked'])
      .where('ended_at', 'is', null)
      .where('owner_id', 'in', owners)
      .execute();
    for (const { owner_id, revoked } of tokens) {
      if (owner_id !== null) held.get(owner_id)?.push({ revoked: revoked === 1 });
    }
  }
  return people.map((person) => ({ ...person, tokens: held.get(person.id) ?? [] }));
}

export async function countRealm(db: Db, realm: string): Promise<number> {
  const { count } = await db
    .selectFrom('people')
    .select(sql<number>`count(*)`.as('count'))
    .where('realm', '=', realm)
    .where('gone_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}
