import type { Db } from './schema.ts';
import type { Person } from './people.ts';
import { realmMembers } from './realm-members.ts';

/** A person as a resolver gives them. */
export type ResolvedPerson = Omit<Person, 'id' | 'realm' | 'resolver'>;

/**
 * The people of every resolver as they were seen last: what tokens are tied to. Who is gone keeps their row, so that a
 * namesake who comes later never inherits their tokens.
 */
export interface KnownPeople {
  /** Writes down people as their resolver gives them, where nobody of a resolver asked earlier has the name. */
  readonly reflect: (realm: string, resolver: string, people: readonly ResolvedPerson[]) => Promise<void>;
  readonly leave: (realm: string, resolver: string, userId: string, at: string) => Promise<void>;
  /** Whom the resolver gave earlier: user ids of those who are there. */
  readonly presentIds: (realm: string, resolver: string) => Promise<readonly string[]>;
}

interface Row extends Person {
  readonly goneAt: string | null;
}

const attributes = ['username', 'givenName', 'surname', 'email', 'mobile', 'phone', 'office'] as const;

export function knownPeople(db: Db): KnownPeople {
  const columns = 'id, realm, resolver, username, user_id AS userId, given_name AS givenName, surname, email, mobile';
  const byId = db.prepare<[string, string, string], Row>(
    `SELECT ${columns}, phone, office, gone_at AS goneAt FROM people WHERE realm = ? AND resolver = ? AND user_id = ?`,
  );
  const byName = db.prepare<[string, string], Row>(
    `SELECT ${columns}, phone, office, gone_at AS goneAt FROM people WHERE realm = ? AND username = ? AND gone_at IS NULL`,
  );
  const insert = db.prepare(
    `INSERT INTO people (realm, resolver, username, user_id, given_name, surname, email, mobile, phone, office)
     VALUES (@realm, @resolver, @username, @userId, @givenName, @surname, @email, @mobile, @phone, @office)
     ON CONFLICT (realm, resolver, user_id) DO UPDATE SET username = @username, given_name = @givenName,
       surname = @surname, email = @email, mobile = @mobile, phone = @phone, office = @office, gone_at = NULL`,
  );
  const leaveId = db.prepare(
    'UPDATE people SET gone_at = ? WHERE realm = ? AND resolver = ? AND user_id = ? AND gone_at IS NULL',
  );
  const present = db.prepare<[string, string], { userId: string }>(
    'SELECT user_id AS userId FROM people WHERE realm = ? AND resolver = ? AND gone_at IS NULL',
  );
  const members = realmMembers(db);
  return {
    reflect(realm, resolver, people) {
      const order = members.of(realm).map((member) => member.resolver);
      const rank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
      for (const person of people) {
        const before = byId.get(realm, resolver, person.userId);
        if (before?.goneAt === null && attributes.every((name) => before[name] === person[name])) continue;
        const namesake = byName.get(realm, person.username);
        if (namesake !== undefined && namesake.id !== before?.id) {
          if (rank(namesake.resolver) < rank(resolver)) continue;
          leaveId.run(new Date(0).toISOString(), realm, namesake.resolver, namesake.userId);
        }
        insert.run({ ...person, realm, resolver });
      }
    },
    leave: (realm, resolver, userId, at) => void leaveId.run(at, realm, resolver, userId),
    presentIds: (realm, resolver) => present.all(realm, resolver).map(({ userId }) => userId),
  };
}
