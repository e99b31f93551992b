import { otherwise, type Standings, standingsNow } from '../store/standings.ts';
import type { Store } from '../store/store.ts';
import { WireError } from '../wire/wire-error.ts';
import { gatePart, type KnownGatePerson } from './gate-people.ts';

/** What was read of everybody before a transaction, by part, and how the parts stood then. */
export interface PeopleRead<T> {
  readonly standings: Standings;
  readonly parts: ReadonlyMap<string, readonly T[]>;
}

/** What is wanted of some people. */
type Wanted<T> = (people: readonly KnownGatePerson[]) => readonly T[];

/** A transaction holds everybody else up for as long as it reads so many again. */
const mostAgain = 5;

/** Reads everybody, one part at a time: of a large organisation too long for a transaction. */
export async function readPeople<T>(
  store: Pick<Store, 'toldRows'>,
  at: Date,
  wanted: Wanted<T>,
): Promise<PeopleRead<T>> {
  const standings = await standingsNow(store);
  const parts = new Map<string, readonly T[]>();
  for (const part of await store.toldRows.parts('people')) {
    parts.set(part, wanted(gatePart(await store.toldRows.people(part, at))));
  }
  return { standings, parts };
}

/**
 * The same as it is in the transaction: of parts that may be otherwise by now, whichever server changed them, the few
 * are read again there; when they are many, the transaction is refused. A token that lapses is still one that somebody
 * has: no change of groups locks out whoever has it.
 */
export async function asItStands<T>(
  store: Pick<Store, 'toldRows'>,
  read: PeopleRead<T> | undefined,
  at: Date,
  wanted: Wanted<T>,
): Promise<readonly T[]> {
  if (read === undefined) throw overtaken();
  const changed = otherwise(read.standings, await standingsNow(store)).filter(({ list }) => list === 'people');
  const again = changed.map(({ part }) => part);
  if (again.includes('*') || again.length > mostAgain) throw overtaken();
  const parts = new Map(read.parts);
  for (const part of again) parts.set(part, wanted(gatePart(await store.toldRows.people(part, at))));
  return [...parts.values()].flat();
}

function overtaken(): WireError {
  return new WireError('configuration', 'Many people or groups were changed in the meantime. Try again.', {
    reason: 'people-changed',
  });
}
