import { holdsOn } from '../../domain/trust/delegation.ts';
import { effective, isAllowed } from '../../domain/trust/groups.ts';
import type { OfficeController } from '../store/offices.ts';
import type { Person } from '../store/people.ts';
import type { Store } from '../store/store.ts';
import { groupsOf } from './group-acts.ts';

/** Somebody who controls trust now, and where. */
export interface Controller {
  /** As records name them: `name@realm`, or an administrator's name. */
  readonly name: string;
  readonly person: Person | undefined;
  /** Offices by id; `everywhere` goes beyond them. */
  readonly offices: readonly string[];
  readonly everywhere: boolean;
}

/**
 * Everybody who controls trust on a day (ISO date): whom a group allows it and an office names, or whom it is lent for
 * the day; nobody whom any group denies it. And administrators who were granted it by themselves, everywhere.
 */
export async function controllersOn(store: Store, day: string): Promise<readonly Controller[]> {
  const [groups, administrators, entries, memberships] = await Promise.all([
    groupsOf(store),
    store.admins.controllers(),
    store.offices.controllers(),
    store.groups.memberships(),
  ]);
  const found: Controller[] = administrators.map((name) => ({
    name,
    person: undefined,
    offices: [],
    everywhere: true,
  }));
  for (const [personId, own] of byPerson(entries)) {
    const person = await store.people.byId(personId);
    if (person === undefined) continue;
    const memberOf = memberships.filter((one) => one.personId === personId).map(({ group }) => group);
    const { setting } = effective(groups, memberOf, 'control_trust');
    if (setting === 'deny') continue;
    const allowed = setting === 'allow';
    const offices = own.filter((entry) => holds(entry, day, allowed)).map(({ officeId }) => officeId);
    if (offices.length === 0) continue;
    const everywhere = allowed && isAllowed(groups, memberOf, 'all_offices');
    found.push({ name: controllerName(person), person, offices: [...new Set(offices)], everywhere });
  }
  return found;
}

/** What records call a person who controls trust. */
export function controllerName({ username, realm }: Pick<Person, 'username' | 'realm'>): string {
  return `${username}@${realm}`;
}

/** An entry for good needs the permission of its own; a loan carries it for its days. */
function holds({ firstDay, lastDay }: OfficeController, day: string, allowed: boolean): boolean {
  if (firstDay === null || lastDay === null) return allowed;
  return holdsOn({ from: '', to: '', firstDay, lastDay, revokedAt: null }, day);
}

function byPerson(entries: readonly OfficeController[]): ReadonlyMap<number, readonly OfficeController[]> {
  const people = new Map<number, OfficeController[]>();
  for (const entry of entries) people.set(entry.personId, [...(people.get(entry.personId) ?? []), entry]);
  return people;
}
