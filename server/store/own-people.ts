import type { Db } from './schema.ts';
import type { ResolvedPerson } from './known-people.ts';
import { knownPeople } from './known-people.ts';
import { realmMembers } from './realm-members.ts';

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

const columns =
  'username, user_id AS userId, given_name AS givenName, surname, email, mobile, phone, office, password_hash AS passwordHash';

export function ownPeople(db: Db): OwnPeople {
  const byName = db.prepare<[string, string], OwnPerson>(
    `SELECT ${columns} FROM own_people WHERE resolver = ? AND username = ?`,
  );
  const everybody = db.prepare<[string], OwnPerson>(
    `SELECT ${columns} FROM own_people WHERE resolver = ? ORDER BY username`,
  );
  const highest = db.prepare<[string], { highest: number | null }>(
    "SELECT max(CAST(user_id AS INTEGER)) AS highest FROM own_people WHERE resolver = ? AND user_id GLOB '[0-9]*'",
  );
  const gone = db.prepare<[string], { highest: number | null }>(
    "SELECT max(CAST(user_id AS INTEGER)) AS highest FROM people WHERE resolver = ? AND user_id GLOB '[0-9]*'",
  );
  const insert = db.prepare(
    `INSERT INTO own_people (resolver, username, user_id, given_name, surname, email, mobile, phone, office, password_hash)
     VALUES (@resolver, @username, @userId, @givenName, @surname, @email, @mobile, @phone, @office, @passwordHash)`,
  );
  const update = db.prepare(
    `UPDATE own_people SET username = @username, given_name = @givenName, surname = @surname, email = @email,
       mobile = @mobile, phone = @phone, office = @office, password_hash = @passwordHash
     WHERE resolver = @resolver AND user_id = @userId`,
  );
  const erase = db.prepare('DELETE FROM own_people WHERE resolver = ? AND username = ?');
  const known = knownPeople(db);
  const members = realmMembers(db);
  const show = (resolver: string, person: OwnPerson) => {
    for (const realm of members.realmsOf(resolver)) known.reflect(realm, resolver, [person]);
  };
  return {
    find: (resolver, username) => byName.get(resolver, username),
    all: (resolver) => everybody.all(resolver),
    nextUserId: (resolver) =>
      String(Math.max(highest.get(resolver)?.highest ?? 0, gone.get(resolver)?.highest ?? 0) + 1),
    add(resolver, person) {
      insert.run({ ...person, resolver });
      show(resolver, person);
    },
    change(resolver, person) {
      update.run({ ...person, resolver });
      show(resolver, person);
    },
    remove(resolver, username, at) {
      const person = byName.get(resolver, username);
      if (person === undefined) return false;
      erase.run(resolver, username);
      for (const realm of members.realmsOf(resolver)) {
        known.leave(realm, resolver, person.userId, at);
        for (const other of members.of(realm)) {
          const next = other.type === 'internal' ? byName.get(other.resolver, username) : undefined;
          if (next !== undefined) known.reflect(realm, other.resolver, [next]);
        }
      }
      return true;
    },
  };
}
