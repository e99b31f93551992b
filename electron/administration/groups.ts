import { z } from 'zod';
import type {
  DescribedGroup,
  GroupChangeAsked,
  GroupMember,
  GroupRow,
  LockedOutPage,
} from '../../domain/contract/administration/trust.ts';
import { type Permission, permissions, type Setting } from '../../domain/trust/groups.ts';
import { readValue, type Wire } from './wire-client.ts';

const wireGroups = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    settings: z.partialRecord(z.enum(permissions as readonly [Permission, ...Permission[]]), z.enum(['allow', 'deny'])),
    within: z.array(z.string()),
    members: z.int().nullable(),
  }),
);
const wireMembers = z.array(
  z.object({
    username: z.string(),
    realm: z.string(),
    givenName: z.string(),
    surname: z.string(),
    office: z.string(),
  }),
);
const wireLockedOut = z
  .object({ user: z.string(), name: z.string(), office: z.string(), groups: z.array(z.array(z.string())) })
  .transform(({ user, name, office, groups }) => ({ user, name, office, because: groups }));
const wirePage = z.object({ count: z.int(), people: z.array(wireLockedOut), next: z.int().nullable() });
/** What a server says that knows no pages: both lists, whole. */
const wireLists = z.object({ now: z.array(wireLockedOut), after: z.array(wireLockedOut) });

export async function listGroups(wire: Wire): Promise<GroupRow[]> {
  const { value } = await wire.ask({ method: 'GET', path: '/trust/groups' });
  return readValue(wireGroups, value);
}

export async function listMembers(wire: Wire, id: string): Promise<GroupMember[]> {
  const { value } = await wire.ask({ method: 'GET', path: `/trust/groups/${id}/members` });
  return readValue(wireMembers, value)
    .map(({ username, realm, givenName, surname, office }) => ({
      username,
      realm,
      name: `${givenName} ${surname}`.trim() || username,
      office,
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** Who is locked out now, or who would be besides by a change as it is described, some at a time. */
export async function askLockout(wire: Wire, change: GroupChangeAsked | null, past = 0): Promise<LockedOutPage> {
  const list = change === null ? 'now' : 'after';
  const parameters = { ...described(change), list, past: String(past) };
  const { value } = await wire.ask({ method: 'GET', path: '/trust/lockout', parameters });
  const said = readValue(z.union([wirePage, wireLists]), value);
  if ('count' in said) return said;
  return { count: said[list].length, people: said[list], next: null };
}

/** Puts them into the queue for a token; answers how many were not in it before. */
export async function queueLockedOut(wire: Wire, change: GroupChangeAsked | null): Promise<number> {
  const parameters = { ...described(change), locked_out: change === null ? 'now' : 'after' };
  const { value } = await wire.ask({ method: 'POST', path: '/trust/queue', parameters });
  return readValue(z.int(), value);
}

function described(change: GroupChangeAsked | null): Readonly<Record<string, string>> {
  if (change === null) return {};
  if (change.kind === 'saved') return { id: change.group.id, ...describedGroup(change.group) };
  if (change.kind === 'removed') return { change: change.kind, id: change.id };
  return { change: change.kind, id: change.id, user: change.username, realm: change.realm };
}

export async function saveGroup(wire: Wire, group: DescribedGroup, locksOut: number | undefined): Promise<void> {
  const parameters = { ...describedGroup(group), locks_out: said(locksOut) };
  await wire.ask({ method: 'POST', path: `/trust/groups/${group.id}`, parameters });
}

/** Everything is said, or the server would keep what is not. */
function describedGroup({ name, settings, within }: DescribedGroup) {
  const named = (wanted: Setting) => permissions.filter((one) => settings[one] === wanted).join(',');
  return { name, allow: named('allow'), deny: named('deny'), within: within.join(',') };
}

/** Nobody is locked out: nothing is said of a list that nobody read. */
const said = (locksOut = 0) => (locksOut === 0 ? undefined : locksOut);

export async function removeGroup(wire: Wire, id: string, locksOut: number | undefined): Promise<void> {
  await wire.ask({ method: 'DELETE', path: `/trust/groups/${id}`, parameters: { locks_out: said(locksOut) } });
}

/** Puts somebody into a group, or takes them out. */
export async function changeMember(
  wire: Wire,
  method: 'POST' | 'DELETE',
  id: string,
  {
    realm,
    username,
    locksOut,
  }: { readonly realm: string; readonly username: string; readonly locksOut?: number | undefined },
): Promise<void> {
  const parameters = { user: username, realm, locks_out: said(locksOut) };
  await wire.ask({ method, path: `/trust/groups/${id}/members`, parameters });
}
