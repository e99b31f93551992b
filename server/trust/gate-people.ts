import type { GatePerson } from '../../domain/trust/lockout.ts';
import type { Store } from '../store/store.ts';
import type { ToldPerson } from '../store/told-rows.ts';

/** A person as the gate sees them, by the account known first. */
export interface KnownGatePerson extends GatePerson {
  readonly personId: number;
}

/**
 * Everybody, some at a time: each person once, however many realms they are in. They are read as what the board counts is
 * read; others are served in between.
 */
export async function* gatePeople(
  { toldRows }: Pick<Store, 'toldRows'>,
  at: Date,
): AsyncGenerator<readonly KnownGatePerson[]> {
  for (const part of await toldRows.parts('people')) yield gatePart(await toldRows.people(part, at));
}

/** One of them, by the account known first; nobody when they left. */
export async function gatePerson(
  { toldRows }: Pick<Store, 'toldRows'>,
  id: number,
  at: Date,
): Promise<readonly KnownGatePerson[]> {
  const person = await toldRows.person(id, at);
  return person === undefined ? [] : gatePart([person]);
}

/** The same of one part of what was read. */
export function gatePart(people: readonly ToldPerson[]): readonly KnownGatePerson[] {
  return people
    .filter(({ again }) => !again)
    .map(({ id, username, realm, givenName, surname, office, memberOf, has }) => ({
      personId: id,
      id: `${username}@${realm}`,
      name: `${givenName} ${surname}`.trim() || username,
      office,
      memberOf,
      has,
    }));
}
