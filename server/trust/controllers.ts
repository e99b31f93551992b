import { holdsOn } from '../../domain/trust/delegation.ts';
import { effective, isAllowed, type Permission } from '../../domain/trust/groups.ts';
import { personCalled } from '../people/person-called.ts';
import type { OfficeController } from '../store/offices.ts';
import type { Person } from '../store/people.ts';
import type { Store } from '../store/store.ts';
import { groupsOf } from './group-acts.ts';

/** Somebody who controls trust or handles stock now, and where. */
export interface Controller {
  /** As records name them: `name@realm`, or an administrator's name. */
  readonly name: string;
  readonly person: Person | undefined;
  /** Offices by id; `everywhere` goes beyond them. */
  readonly offices: readonly string[];
  readonly everywhere: boolean;
  readonly permissions: readonly Permission[];
  /** The last day (ISO date) of what is only lent. */
  readonly until: string | null;
}

/** Whether somebody may act in an office. */
export function mayIn({ offices, everywhere }: Controller, office: string): boolean {
  return everywhere || offices.includes(office);
}

/**
 * Everybody who controls trust or handles stock on a day (ISO date): whom a group allows it and an office names, or
 * whom the control of trust is lent for the day; nobody whom any group denies it. And administrators who were granted it by themselves, everywhere.
 */
export async function controllersOn(store: Store, day: string): Promise<readonly Controller[]> {
  const [groups, administrators, appointments] = await Promise.all([
    groupsOf(store),
    store.admins.controllers(),
    store.offices.controllers(),
  ]);
  // Whose name is a person's, also one that came later, is that person: nothing is done in somebody else's name.
  const persons = await Promise.all(administrators.map((name) => personCalled(store.people, name)));
  const unlike = administrators.filter((_, at) => persons[at] === undefined);
  const found: Controller[] = unlike.map((name) => ({
    name,
    person: undefined,
    offices: [],
    everywhere: true,
    permissions: ['control_trust', 'handle_stock', 'all_offices'],
    until: null,
  }));
  for (const [personId, entries] of byPerson(appointments)) {
    const person = await store.people.byId(personId);
    if (person === undefined) continue;
    const memberOf = await store.groups.of(personId);
    const settings = (['control_trust', 'handle_stock'] as const).map(
      (permission) => [permission, effective(groups, memberOf, permission).setting] as const,
    );
    const own = settings.filter(([, setting]) => setting === 'allow').map(([permission]) => permission);
    const now = entries.filter((entry) => holds(entry, day, own.length > 0));
    const isLent = now.some(({ firstDay }) => firstDay !== null);
    const isDenied = settings.some(([permission, setting]) => permission === 'control_trust' && setting === 'deny');
    const permissions = new Set<Permission>([...own, ...(isLent && !isDenied ? (['control_trust'] as const) : [])]);
    if (now.length === 0 || permissions.size === 0) continue;
    const everywhere = own.length > 0 && isAllowed(groups, memberOf, 'all_offices');
    const offices = [...new Set(now.map(({ officeId }) => officeId))];
    const until = own.length > 0 ? null : lastOf(now);
    found.push({ name: controllerName(person), person, offices, everywhere, permissions: [...permissions], until });
  }
  return found;
}

function lastOf(entries: readonly OfficeController[]): string | null {
  return entries.reduce<string | null>(
    (last, { lastDay }) => (last === null || (lastDay ?? '') > last ? lastDay : last),
    null,
  );
}

/** What records call a person who controls trust. */
function controllerName({ username, realm }: Pick<Person, 'username' | 'realm'>): string {
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
