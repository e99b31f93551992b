import type { ResolvedPerson } from './known-people.ts';
import { knownPeople } from './known-people.ts';
import { realmMembers } from './realm-members.ts';
import type { Db } from './schema.ts';

/** A person kept by Keydesk itself. */
export interface OwnPerson extends ResolvedPerson {
  /** Argon2id; nobody logs in by password without one. */
  readonly passwordHash: string | null;
}

/** The people of the resolvers of our own; each change shows at once in the realms they are in. */
export interface OwnPeople {
  readonly find: (resolver: string, username: string) => Promise<OwnPerson | undefined>;
  readonly all: (resolver: string) => Promise<readonly OwnPerson[]>;
  readonly nextUserId: (resolver: string) => Promise<string>;
  readonly add: (resolver: string, person: OwnPerson) => Promise<void>;
  readonly change: (resolver: string, person: OwnPerson) => Promise<void>;
  readonly remove: (resolver: string, username: string, at: string) => Promise<boolean>;
}

const columns = [
  'username',
  'user_id as userId',
  'given_name as givenName',
  'surname',
  'email',
  'mobile',
  'phone',
  'office',
  'password_hash as passwordHash',
] as const;

export function ownPeople(db: Db): OwnPeople {
  const of = (resolver: string) => db.selectFrom('own_people').select(columns).where('resolver', '=', resolver);
  const find = (resolver: string, username: string) => of(resolver).where('username', '=', username).executeTakeFirst();
  const known = knownPeople(db);
  const members = realmMembers(db);
  const show = async (resolver: string, person: OwnPerson) => {
    for (const realm of await members.realmsOf(resolver)) await known.reflect(realm, resolver, [person]);
  };
  return {
    find,
    all: (resolver) => of(resolver).orderBy('username').execute(),
    async nextUserId(resolver) {
      const [own, gone] = await Promise.all([
        db.selectFrom('own_people').select('user_id').where('resolver', '=', resolver).execute(),
        db.selectFrom('people').select('user_id').where('resolver', '=', resolver).execute(),
      ]);
      const numbers = [...own, ...gone].map(({ user_id }) => Number.parseInt(user_id, 10)).filter(Number.isSafeInteger);
      return String(numbers.reduce((highest, number) => Math.max(highest, number), 0) + 1);
    },
    async add(resolver, person) {
      await db
        .insertInto('own_people')
        .values({ resolver, ...rowOf(person) })
        .execute();
      await show(resolver, person);
    },
    async change(resolver, person) {
      const { user_id, ...row } = rowOf(person);
      await db
        .updateTable('own_people')
        .set(row)
        .where('resolver', '=', resolver)
        .where('user_id', '=', user_id)
        .execute();
      await show(resolver, person);
    },
    async remove(resolver, username, at) {
      const person = await find(resolver, username);
      if (person === undefined) return false;
      await db.deleteFrom('own_people').where('resolver', '=', resolver).where('username', '=', username).execute();
      for (const realm of await members.realmsOf(resolver)) {
        await known.leave(realm, resolver, person.userId, at);
        for (const other of await members.of(realm)) {
          const next = other.type === 'internal' ? await find(other.resolver, username) : undefined;
          if (next !== undefined) await known.reflect(realm, other.resolver, [next]);
        }
      }
      return true;
    },
  };
}

function rowOf({ username, userId, givenName, surname, email, mobile, phone, office, passwordHash }: OwnPerson) {
  const names = { username, user_id: userId, given_name: givenName, surname };
  return { ...names, email, mobile, phone, office, password_hash: passwordHash };
}
