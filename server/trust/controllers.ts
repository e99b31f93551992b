import { holdsOn } from '../../domain/trust/delegation.ts';
import { effective, type Groups, isAllowed, type Permission } from '../../domain/trust/groups.ts';
import { personCalled } from '../people/person-called.ts';
import type { OfficeController } from '../store/offices.ts';
import type { Person } from '../store/people.ts';
import type { Store } from '../store/store.ts';
import { groupsOf } from './groups-of.ts';

/** Offices by id; `everywhere` goes beyond them. */
interface Reach {
  readonly offices: readonly string[];
  readonly everywhere: boolean;
}

/** What somebody may do for good: whom a group allows it and an office names. */
interface OwnRights extends Reach {
  readonly person: Person;
  readonly permissions: readonly Permission[];
  /** A group denies the control of trust: nothing that is lent goes beyond that. */
  readonly isDenied: boolean;
}

/** Somebody who controls trust or handles stock now, and where. */
export interface Controller extends Reach {
  /** As records name them: `name@realm`, or an administrator's name. */
  readonly name: string;
  readonly person: Person | undefined;
  readonly permissions: readonly Permission[];
  /** Where they control trust, of all the places where they may do something. */
  readonly controls: Reach;
  /** What of it is theirs for good. */
  readonly own: { readonly permissions: readonly Permission[]; readonly offices: readonly string[] };
  /** Control of trust that is lent now, with the last day (ISO date) of each. */
  readonly loans: readonly { readonly office: string; readonly lastDay: string }[];
  /** The last day (ISO date) of what is only lent. */
  readonly until: string | null;
}

/** Whether somebody may act in an office. */
export function mayIn({ offices, everywhere }: Reach, office: string): boolean {
  return everywhere || offices.includes(office);
}

/**
 * Everybody who controls trust or handles stock on a day (ISO date): whom a group allows it and an office names, or
 * whom somebody who controls trust there lends it for the day; nobody whom any group denies it. And administrators who
 * were granted it by themselves, everywhere.
 */
export async function controllersOn(store: Store, day: string): Promise<readonly Controller[]> {
  const [administrators, appointments] = await Promise.all([store.admins.controllers(), store.offices.controllers()]);
  const rights = await ownRights(store, appointments);
  // Whose name is a person's, also one that came later, is that person: nothing is done in somebody else's name.
  const persons = await Promise.all(administrators.map((name) => personCalled(store.people, name)));
  const unlike = administrators.filter((_, at) => persons[at] === undefined);
  const found: Controller[] = unlike.map(administrator);
  for (const [personId, entries] of byPerson(appointments)) {
    const own = rights.get(personId);
    if (own === undefined) continue;
    const lent = own.isDenied ? [] : entries.filter((entry) => isLentOn(entry, day) && !rests(rights, entry));
    if (own.permissions.length > 0 || lent.length > 0) found.push(controller(own, lent));
  }
  return found;
}

const everything: readonly Permission[] = ['control_trust', 'handle_stock', 'all_offices'];

function administrator(name: string): Controller {
  const reach = { offices: [], everywhere: true };
  const own = { permissions: everything, offices: [] };
  return { name, person: undefined, ...reach, permissions: everything, controls: reach, own, loans: [], until: null };
}

function controller(
  { person, permissions, offices, everywhere }: OwnRights,
  lent: readonly OfficeController[],
): Controller {
  const loans = lent.map(({ officeId, lastDay }) => ({ office: officeId, lastDay: lastDay ?? '' }));
  const lentOffices = loans.map(({ office }) => office);
  const all = [...new Set([...offices, ...lentOffices])];
  const controlsOwn = permissions.includes('control_trust');
  return {
    name: controllerName(person),
    person,
    offices: all,
    everywhere,
    permissions: [...new Set<Permission>([...permissions, ...(loans.length > 0 ? (['control_trust'] as const) : [])])],
    controls: controlsOwn ? { offices: all, everywhere } : { offices: [...new Set(lentOffices)], everywhere: false },
    own: { permissions, offices },
    loans,
    until: permissions.length > 0 ? null : loans.map(({ lastDay }) => lastDay).reduce((a, b) => (a > b ? a : b)),
  };
}

/** Why somebody cannot lend the control of trust in an office, if so: it is not theirs there, or only lent to them. */
export async function lenderFault(
  store: Store,
  personId: number,
  office: string,
  day: string,
): Promise<'not theirs' | 'lent to them' | undefined> {
  const rights = await ownRights(store, await store.offices.controllers());
  if (mayLend(rights.get(personId), office)) return undefined;
  const one = (await controllersOn(store, day)).find(({ person }) => person?.id === personId);
  return one !== undefined && mayIn(one.controls, office) ? 'lent to them' : 'not theirs';
}

/** Who could lend the control of trust in an office, and which loans rest because whoever lent it controls trust there no more. */
export async function lending(store: Store): Promise<{
  readonly lendersIn: (office: string) => readonly Person[];
  readonly rests: (entry: OfficeController) => boolean;
}> {
  const rights = await ownRights(store, await store.offices.controllers());
  return {
    lendersIn: (office) => [...rights.values()].filter((own) => mayLend(own, office)).map(({ person }) => person),
    rests: (entry) => entry.firstDay !== null && rests(rights, entry),
  };
}

type RightsByPerson = ReadonlyMap<number, OwnRights>;

/** Of everybody whom an office names: what groups and entries for good make theirs, which may be nothing. */
async function ownRights(store: Store, appointments: readonly OfficeController[]): Promise<RightsByPerson> {
  const groups = await groupsOf(store);
  const rights = new Map<number, OwnRights>();
  for (const [personId, entries] of byPerson(appointments)) {
    const person = await store.people.byId(personId);
    if (person === undefined) continue;
    rights.set(personId, rightsOf(groups, person, await store.groups.of(personId), entries));
  }
  return rights;
}

function rightsOf(
  groups: Groups,
  person: Person,
  memberOf: readonly string[],
  entries: readonly OfficeController[],
): OwnRights {
  const offices = [...new Set(entries.filter(({ firstDay }) => firstDay === null).map(({ officeId }) => officeId))];
  const isDenied = effective(groups, memberOf, 'control_trust').setting === 'deny';
  const allowed = (['control_trust', 'handle_stock'] as const).filter((one) => isAllowed(groups, memberOf, one));
  const permissions = offices.length > 0 ? allowed : [];
  const everywhere = permissions.length > 0 && isAllowed(groups, memberOf, 'all_offices');
  return { person, permissions, offices: permissions.length > 0 ? offices : [], everywhere, isDenied };
}

/** What is lent cannot be lent on: it has to be the lender's for good. */
function mayLend(own: OwnRights | undefined, office: string): boolean {
  return own?.permissions.includes('control_trust') === true && mayIn(own, office);
}

function rests(rights: RightsByPerson, { lentBy, officeId }: OfficeController): boolean {
  return lentBy === null || !mayLend(rights.get(lentBy), officeId);
}

function isLentOn({ firstDay, lastDay }: OfficeController, day: string): boolean {
  if (firstDay === null || lastDay === null) return false;
  return holdsOn({ from: '', to: '', firstDay, lastDay, revokedAt: null }, day);
}

/** What records call a person who controls trust. */
function controllerName({ username, realm }: Pick<Person, 'username' | 'realm'>): string {
  return `${username}@${realm}`;
}

function byPerson(entries: readonly OfficeController[]): ReadonlyMap<number, readonly OfficeController[]> {
  const people = new Map<number, OfficeController[]>();
  for (const entry of entries) people.set(entry.personId, [...(people.get(entry.personId) ?? []), entry]);
  return people;
}
