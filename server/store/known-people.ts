import type { Person } from './people.ts';
import { personColumns } from './person-columns.ts';
import { realmMembers } from './realm-members.ts';
import type { Db } from './schema.ts';

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

const attributes = ['username', 'givenName', 'surname', 'email', 'mobile', 'phone', 'office'] as const;

export function knownPeople(db: Db): KnownPeople {
  const rows = (realm: string) =>
    db
      .selectFrom('people')
      .select([...personColumns, 'gone_at as goneAt'])
      .where('realm', '=', realm);
  const members = realmMembers(db);
  async function leave(realm: string, resolver: string, userId: string, at: string): Promise<void> {
    await db
      .updateTable('people')
      .set({ gone_at: at })
      .where('realm', '=', realm)
      .where('resolver', '=', resolver)
      .where('user_id', '=', userId)
      .where('gone_at', 'is', null)
      .execute();
  }
  async function write(realm: string, resolver: string, person: ResolvedPerson): Promise<void> {
    const { username, userId, givenName, surname, email, mobile, phone, office } = person;
    const shown = { username, given_name: givenName, surname, email, mobile, phone, office };
    await db
      .insertInto('people')
      .values({ realm, resolver, user_id: userId, ...shown })
      .onConflict((conflict) =>
        conflict.columns(['realm', 'resolver', 'user_id']).doUpdateSet({ ...shown, gone_at: null }),
      )
      .execute();
  }
  return {
    async reflect(realm, resolver, people) {
      const order = (await members.of(realm)).map((member) => member.resolver);
      const rank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
      for (const person of people) {
        const before = await rows(realm)
          .where('resolver', '=', resolver)
          .where('user_id', '=', person.userId)
          .executeTakeFirst();
        if (before?.goneAt === null && attributes.every((name) => before[name] === person[name])) continue;
        const namesake = await rows(realm)
          .where('username', '=', person.username)
          .where('gone_at', 'is', null)
          .executeTakeFirst();
        if (namesake !== undefined && namesake.id !== before?.id) {
          if (rank(namesake.resolver) < rank(resolver)) continue;
          await leave(realm, namesake.resolver, namesake.userId, new Date(0).toISOString());
        }
        await write(realm, resolver, person);
      }
    },
    leave,
    async presentIds(realm, resolver) {
      const present = await db
        .selectFrom('people')
        .select('user_id')
        .where('realm', '=', realm)
        .where('resolver', '=', resolver)
        .where('gone_at', 'is', null)
        .execute();
      return present.map(({ user_id }) => user_id);
    },
  };
}
