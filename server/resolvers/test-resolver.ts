import type { Installation } from '../installation.ts';
import type { ResolvedPerson } from '../store/known-people.ts';
import type { ResolverRow } from '../store/resolvers.ts';
import type { Parameters } from '../wire/parameters.ts';
import { internal } from './internal.ts';
import { kindOf } from './kinds.ts';
import { personFault } from './person-fault.ts';
import { ResolverError } from './resolver.ts';

const mostCounted = 1000;
const mostShown = 5;

/** What came of a test: in words, and whom it found. */
interface Tested {
  readonly passed: boolean;
  readonly description: string;
  /** How many there are, and the first of them. */
  readonly found?: { readonly count: number; readonly complete: boolean; readonly people: readonly ResolvedPerson[] };
}

/** Whether a definition works, saved or not; with `username` and `password`, whether this login does. Says why not. */
export async function testResolver(
  { store }: Installation,
  row: ResolverRow | undefined,
  type: string,
  definition: Parameters,
  { username, password }: Parameters,
): Promise<Tested> {
  const resolver = type === 'internal' ? internal(store.ownPeople, row?.name ?? '') : kindOf(type).open(definition);
  try {
    if (!username) {
      const { people, complete } = await resolver.list({ username: '*', limit: mostCounted });
      const fault = people.map(personFault).find((one) => one !== undefined);
      if (fault !== undefined) return { passed: false, description: `Somebody cannot hold tokens: ${fault}.` };
      return {
        passed: true,
        description: `Found ${complete ? '' : 'more than '}${people.length} ${people.length === 1 ? 'person' : 'people'}.`,
        found: { count: people.length, complete, people: people.slice(0, mostShown) },
      };
    }
    const person = await resolver.find(username);
    if (person === undefined) return { passed: false, description: `Nobody is named '${username.slice(0, 100)}'.` };
    const fault = personFault(person);
    if (fault !== undefined) return { passed: false, description: `Nobody can hold tokens so: ${fault}.` };
    const name = `${person.givenName} ${person.surname}`.trim();
    const about = `'${person.username}' is ${name || 'without a name'}, id ${person.userId}`;
    if (password === undefined) return { passed: true, description: `${about}.` };
    const bytes = Buffer.from(password);
    try {
      const right = await resolver.checkPassword(person, bytes);
      return { passed: right, description: `${about}; the password is ${right ? 'right' : 'wrong'}.` };
    } finally {
      bytes.fill(0);
    }
  } catch (error) {
    if (!(error instanceof ResolverError)) throw error;
    return { passed: false, description: error.message };
  } finally {
    await resolver.close().catch(() => undefined);
  }
}
