import { knownPeople } from './known-people.ts';
import { makeRealm } from './make-realm.ts';
import { ownPeople } from './own-people.ts';
import { realmMembers } from './realm-members.ts';
import type { Db } from './schema.ts';

/** A resolver as it is kept: its settings in the wire's names, its secrets sealed. */
export interface ResolverRow {
  readonly id: number;
  readonly name: string;
  readonly type: string;
  /** JSON. */
  readonly settings: string;
  readonly secrets: Uint8Array | null;
}

/** Where people come from, and which realms they make up. */
export interface Resolvers {
  readonly find: (name: string) => Promise<ResolverRow | undefined>;
  readonly all: () => Promise<readonly ResolverRow[]>;
  readonly save: (row: Omit<ResolverRow, 'id'>) => Promise<number>;
  readonly remove: (name: string) => Promise<number | undefined>;
  readonly setRealm: (realm: string, members: ReadonlyMap<string, number | null>, at: string) => Promise<void>;
  readonly removeRealm: (realm: string, at: string) => Promise<number | undefined>;
}

export function resolvers(db: Db): Resolvers {
  const rows = () => db.selectFrom('resolvers').selectAll();
  const [own, known, members] = [ownPeople(db), knownPeople(db), realmMembers(db)];
  const find = (name: string) => rows().where('name', '=', name).executeTakeFirst();
  const departing = (realm: string, at: string) =>
    db.updateTable('people').set({ gone_at: at }).where('realm', '=', realm).where('gone_at', 'is', null);
  const leaveAll = (realm: string) => db.deleteFrom('realm_resolvers').where('realm', '=', realm).execute();
  return {
    find,
    all: () => rows().orderBy('name').execute(),
    async save(row) {
      const { type, settings, secrets } = row;
      const { id } = await db
        .insertInto('resolvers')
        .values(row)
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ type, settings, secrets }))
        .returning('id')
        .executeTakeFirstOrThrow();
      return id;
    },
    async remove(name) {
      await db.deleteFrom('own_people').where('resolver', '=', name).execute();
      return (await db.deleteFrom('resolvers').where('name', '=', name).returning('id').executeTakeFirst())?.id;
    },
    async setRealm(realm, wanted, at) {
      await makeRealm(db, realm);
      const before = await members.of(realm);
      await leaveAll(realm);
      const joining = [...wanted].map(([resolver, priority]) => ({ realm, resolver, priority }));
      if (joining.length > 0) await db.insertInto('realm_resolvers').values(joining).execute();
      for (const { resolver } of before) {
        if (!wanted.has(resolver)) await departing(realm, at).where('resolver', '=', resolver).execute();
      }
      for (const { resolver, type } of await members.of(realm)) {
        if (type === 'internal') await known.reflect(realm, resolver, await own.all(resolver));
      }
    },
    async removeRealm(realm, at) {
      const row = await db.selectFrom('realms').select('id').where('name', '=', realm).executeTakeFirst();
      if (row === undefined) return undefined;
      await departing(realm, at).execute();
      await leaveAll(realm);
      await db.deleteFrom('credential_realms').where('realm', '=', realm).execute();
      await db.deleteFrom('realms').where('name', '=', realm).execute();
      return row.id;
    },
  };
}
