import type { Installation } from '../installation.ts';
import type { ResolvedPerson } from '../store/known-people.ts';
import { liveResolver } from './live-resolvers.ts';
import { personFault } from './person-fault.ts';

type Parts = Pick<Installation, 'keys' | 'store' | 'now'>;

const mostPeople = 20_000;
const atOnce = 500;
const everyMs = 60_000;

const last = new WeakMap<Parts['store'], Map<string, { readonly at: number; readonly done: Promise<void> }>>();

/**
 * Lists the people of these realms' resolvers anew, so that searches and stations know them: at most 20,000 of each,
 * at most once a minute. A resolver that does not answer leaves everybody as they were.
 */
export async function refreshRealms(parts: Parts, realms: readonly string[], username = '*'): Promise<void> {
  const { store } = parts;
  const runs = last.get(store) ?? new Map();
  last.set(store, runs);
  const listing: Promise<void>[] = [];
  for (const realm of realms) {
    for (const { resolver, type } of await store.realmMembers.of(realm)) {
      if (type === 'internal') continue;
      const key = `${realm}\n${resolver}\n${username}`;
      const known = runs.get(key);
      if (known !== undefined && known.at > Date.now() - everyMs) {
        listing.push(known.done);
        continue;
      }
      if (runs.size > 1000) runs.clear();
      const done = list(parts, realm, resolver, username).catch((error: unknown) => {
        runs.delete(key);
        console.error(`the people of resolver '${resolver}' cannot be listed: ${(error as Error).message}`);
      });
      runs.set(key, { at: Date.now(), done });
      listing.push(done);
    }
  }
  await Promise.all(listing);
}

/** Realms or resolvers are others now. */
export function forgetRefreshes({ store }: Parts): void {
  last.delete(store);
}

async function list(parts: Parts, realm: string, resolver: string, username: string): Promise<void> {
  const { store, now } = parts;
  const before = new Set(username === '*' ? await store.knownPeople.presentIds(realm, resolver) : []);
  const found = await (await liveResolver(parts, resolver)).list({ username, limit: mostPeople });
  const [people, complete] = [withoutNamesakes(recordable(resolver, found.people)), found.complete];
  for (let from = 0; from < people.length; from += atOnce) {
    const some = people.slice(from, from + atOnce);
    for (const { userId } of some) before.delete(userId);
    await store.commits.run(async ({ knownPeople, realmMembers }) => {
      const members = await realmMembers.of(realm);
      if (members.some((member) => member.resolver === resolver)) await knownPeople.reflect(realm, resolver, some);
    });
  }
  if (!complete || before.size === 0) return;
  await store.commits.run(async ({ knownPeople }) => {
    for (const userId of before) await knownPeople.leave(realm, resolver, userId, now().toISOString());
  });
}

/** Whom a record can name: of the others it is said how many there are, and what is wrong with the first. */
function recordable(resolver: string, people: readonly ResolvedPerson[]): readonly ResolvedPerson[] {
  const others = people.flatMap((person) => personFault(person) ?? []);
  if (others.length > 0) console.error(`resolver '${resolver}': ${others.length} cannot hold tokens: ${others[0]}`);
  return others.length === 0 ? people : people.filter((person) => personFault(person) === undefined);
}

/** Who has a name that another one has too, cannot be told apart: nobody is taken for the other. */
function withoutNamesakes(people: readonly ResolvedPerson[]): readonly ResolvedPerson[] {
  const count = new Map<string, number>();
  for (const { username } of people) count.set(username, (count.get(username) ?? 0) + 1);
  return people.filter(({ username }) => count.get(username) === 1);
}
