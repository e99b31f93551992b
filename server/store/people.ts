import { sql } from 'kysely';
import { isPostgres } from './dialect.ts';
import { makeRealm } from './make-realm.ts';
import { ownPeople } from './own-people.ts';
import { ownResolverOf } from './own-resolver.ts';
import { personColumns } from './person-columns.ts';
import { prepared } from './prepared.ts';
import { accountsOf } from './same-person.ts';
import type { Db } from './schema.ts';

/** A person as the realms know them. */
export interface Person {
  readonly id: number;
  readonly realm: string;
  readonly resolver: string;
  readonly username: string;
  readonly userId: string;
  readonly givenName: string;
  readonly surname: string;
  readonly email: string;
  readonly mobile: string;
  readonly phone: string;
  readonly office: string;
}

interface Realm {
  readonly id: number;
  readonly name: string;
  readonly isDefault: boolean;
}

export interface People {
  /** Directories know no case: their people are found in any. */
  readonly find: (realm: string, username: string) => Promise<Person | undefined>;
  readonly byId: (id: number) => Promise<Person | undefined>;
  /** Of some people, those who have not left. */
  readonly here: (ids: readonly number[]) => Promise<readonly Person[]>;
  /** The person through every realm, first the one that was known first. */
  readonly accounts: (person: Pick<Person, 'id'>) => Promise<readonly Person[]>;
  readonly all: () => Promise<readonly Person[]>;
  /** Puts a person into the realm's resolver of our own. */
  readonly add: (person: Omit<Person, 'id' | 'resolver'>) => Promise<void>;
  readonly realms: () => Promise<readonly Realm[]>;
  readonly defaultRealm: () => Promise<string | undefined>;
  /** Makes this realm the default, or none; gives the id of the one that was or is. */
  readonly setDefaultRealm: (name: string | undefined) => Promise<number | undefined>;
  /** Makes the realm if it is not there, with a resolver of our own in it; the first one is the default. */
  readonly ensureRealm: (name: string) => Promise<void>;
}

export function people(db: Db): People {
  const rows = () => db.selectFrom('people').select(personColumns);
  const here = (realm: string) => rows().where('realm', '=', realm).where('gone_at', 'is', null);
  const byName = prepared<{ realm: string; username: string }, Person>(db, (given) =>
    here(given('realm')).where('username', '=', given('username')),
  );
  const withId = prepared<{ id: number }, Person>(db, (given) => rows().where('id', '=', given('id')));
  const own = ownPeople(db);
  const ensureOwn = ownResolverOf(db);
  const realms = () => db.selectFrom('realms').selectAll().orderBy('name').execute();
  return {
    async find(realm, username) {
      const exact = (await byName({ realm, username })).rows[0];
      if (exact !== undefined) return exact;
      const [alike, other] = await here(realm)
        .where(isPostgres(db) ? sql`lower(username COLLATE "C")` : sql`username COLLATE NOCASE`, '=', lower(username))
        .where('resolver', 'in', (eb) => eb.selectFrom('resolvers').select('name').where('type', '=', 'ldapresolver'))
        .limit(2)
        .execute();
      return other === undefined ? alike : undefined;
    },
    byId: async (id) => (await withId({ id })).rows[0],
    here: async (ids) => (ids.length === 0 ? [] : rows().where('id', 'in', ids).where('gone_at', 'is', null).execute()),
    accounts: ({ id }) => rows().where('id', 'in', accountsOf(db, id)).orderBy('id').execute(),
    all: () => rows().where('gone_at', 'is', null).orderBy('realm').orderBy('username').execute(),
    add: async ({ realm, ...person }) => own.add(await ensureOwn(realm), { ...person, passwordHash: null }),
    realms: async () => (await realms()).map(({ id, name, is_default }) => ({ id, name, isDefault: is_default === 1 })),
    async defaultRealm() {
      const row = await db.selectFrom('realms').select('name').where('is_default', '=', 1).executeTakeFirst();
      return row?.name;
    },
    async setDefaultRealm(name) {
      const wanted = (await realms()).find((realm) =>
        name === undefined ? realm.is_default === 1 : realm.name === name,
      );
      if (wanted === undefined) return undefined;
      await db.updateTable('realms').set({ is_default: 0 }).where('is_default', '=', 1).execute();
      if (name !== undefined) await db.updateTable('realms').set({ is_default: 1 }).where('name', '=', name).execute();
      return wanted.id;
    },
    async ensureRealm(name) {
      await makeRealm(db, name);
      await ensureOwn(name);
    },
  };
}

/** Letters of ASCII only, as both databases fold them. */
function lower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
