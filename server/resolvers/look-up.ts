import { longestUsername } from '../../domain/holder.ts';
import type { Installation } from '../installation.ts';
import { liveResolver } from './live-resolvers.ts';
import { personFault } from './person-fault.ts';
import { ResolverError } from './resolver.ts';
import { resolverFailed } from './resolver-failed.ts';

type Parts = Pick<Installation, 'keys' | 'store' | 'now'>;

const freshMs = 60_000;
const absentMs = 10_000;
const mostRemembered = 20_000;

/** Until when nobody needs to be asked again, by realm and name; and who is being asked for. */
interface Memory {
  readonly until: Map<string, number>;
  readonly underWay: Map<string, Promise<void>>;
}

const memories = new WeakMap<Parts['store'], Memory>();

/** Forgets who was looked up: realms or resolvers are others now. */
export function forgetLookUps({ store }: Parts): void {
  memories.get(store)?.until.clear();
}

/**
 * Asks the resolvers of the realms that a name may be of, so that the decision that follows finds the person as they
 * are now. With a resolver that cannot answer, who is known stays known; for who is not, its error is thrown.
 */
export async function lookUp(parts: Parts, user: string, realm: string | undefined): Promise<void> {
  const { people } = parts.store;
  const at = user.lastIndexOf('@');
  if (!realm && at > 0) {
    const named = user.slice(at + 1).toLowerCase();
    if (await parts.store.realmMembers.hasOthers(named)) return lookUpIn(parts, named, user.slice(0, at));
  }
  const place = realm?.toLowerCase() || (await people.defaultRealm());
  if (place && (await parts.store.realmMembers.hasOthers(place))) await lookUpIn(parts, place, user);
}

async function lookUpIn(parts: Parts, realm: string, username: string): Promise<void> {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no name holds any
  if (username === '' || username.length > longestUsername || /[\u0000-\u001f]/.test(username)) return;
  const memory = memories.get(parts.store) ?? { until: new Map(), underWay: new Map() };
  memories.set(parts.store, memory);
  const key = `${realm}\n${username}`;
  if ((memory.until.get(key) ?? 0) > Date.now()) return;
  const running =
    memory.underWay.get(key) ?? ask(parts, memory, realm, username).finally(() => memory.underWay.delete(key));
  memory.underWay.set(key, running);
  await running;
}

async function ask(parts: Parts, memory: Memory, realm: string, username: string): Promise<void> {
  const { store, now } = parts;
  let forMs = absentMs;
  for (const { resolver, type } of await store.realmMembers.of(realm)) {
    if (type === 'internal') {
      if ((await store.ownPeople.find(resolver, username)) === undefined) continue;
      forMs = freshMs;
      break;
    }
    const known = await store.people.find(realm, username);
    try {
      const person = await (await liveResolver(parts, resolver)).find(username);
      if (person !== undefined) {
        const fault = personFault(person);
        if (fault !== undefined) throw new ResolverError(fault);
        await store.commits.run(({ knownPeople }) => knownPeople.reflect(realm, resolver, [person]));
        forMs = freshMs;
        break;
      }
      if (known?.resolver === resolver) {
        const at = now().toISOString();
        await store.commits.run(({ knownPeople }) => knownPeople.leave(realm, resolver, known.userId, at));
      }
    } catch (error) {
      if (known === undefined) throw resolverFailed(resolver, error);
      break;
    }
  }
  if (memory.until.size >= mostRemembered) memory.until.clear();
  memory.until.set(`${realm}\n${username}`, Date.now() + forMs);
}
