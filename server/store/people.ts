import type { Db } from './schema.ts';
import { ownPeople } from './own-people.ts';
import { ownResolverOf } from './own-resolver.ts';

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

export const personColumns =
  'id, realm, resolver, username, user_id AS userId, given_name AS givenName, surname, email, mobile, phone, office';

export function people(db: Db): People {
  const byName = db.prepare<[string, string], Person>(
    `SELECT ${personColumns} FROM people WHERE realm = ? AND username = ? AND gone_at IS NULL`,
  );
  const inAnyCase = db.prepare<[string, string], Person>(
    `SELECT ${personColumns} FROM people WHERE realm = ? AND username = ? COLLATE NOCASE AND gone_at IS NULL
       AND resolver IN (SELECT name FROM resolvers WHERE type = 'ldapresolver') LIMIT 2`,
  );
  const byId = db.prepare<[number], Person>(`SELECT ${personColumns} FROM people WHERE id = ?`);
  const everybody = db.prepare<[], Person>(
    `SELECT ${personColumns} FROM people WHERE gone_at IS NULL ORDER BY realm, username`,
  );
  const own = ownPeople(db);
  const ensureOwn = ownResolverOf(db);
  const realms = db.prepare<[], { id: number; name: string; is_default: number }>('SELECT * FROM realms ORDER BY name');
  const defaultRealm = db.prepare<[], { name: string }>('SELECT name FROM realms WHERE is_default = 1');
  const clearDefault = db.prepare('UPDATE realms SET is_default = 0 WHERE is_default = 1');
  const makeDefault = db.prepare('UPDATE realms SET is_default = 1 WHERE name = ?');
  const insertRealm = db.prepare(
    'INSERT INTO realms (name, is_default) SELECT ?, NOT EXISTS (SELECT 1 FROM realms) ON CONFLICT (name) DO NOTHING',
  );
  return {
    find(realm, username) {
      const exact = byName.get(realm, username);
      if (exact !== undefined) return exact;
      const [alike, other] = inAnyCase.all(realm, username);
      return other === undefined ? alike : undefined;
    },
    byId: (id) => byId.get(id),
    all: () => everybody.all(),
    add: ({ realm, ...person }) => own.add(ensureOwn(realm), { ...person, passwordHash: null }),
    realms: () => realms.all().map(({ id, name, is_default }) => ({ id, name, isDefault: is_default === 1 })),
    defaultRealm: () => defaultRealm.get()?.name,
    setDefaultRealm(name) {
      const wanted = realms.all().find((realm) => (name === undefined ? realm.is_default === 1 : realm.name === name));
      if (wanted === undefined) return undefined;
      clearDefault.run();
      if (name !== undefined) makeDefault.run(name);
      return wanted.id;
    },
    ensureRealm(name) {
      insertRealm.run(name);
      ensureOwn(name);
    },
  };
}
