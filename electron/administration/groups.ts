import { z } from 'zod';
import type {
  DescribedGroup,
  GroupMember,
  GroupRow,
  LockedOutRow,
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
const wireLockout = z.object({ now: z.array(wireLockedOut), after: z.array(wireLockedOut) });

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

/** Who is locked out now, and who would be besides by saving a group as it is described. */
export async function askLockout(
  wire: Wire,
  group: DescribedGroup | null,
): Promise<{ now: LockedOutRow[]; after: LockedOutRow[] }> {
  const parameters = group === null ? {} : { id: group.id, ...described(group) };
  const { value } = await wire.ask({ method: 'GET', path: '/trust/lockout', parameters });
  return readValue(wireLockout, value);
}

export async function saveGroup(wire: Wire, group: DescribedGroup, locksOut: number): Promise<void> {
  const parameters = { ...described(group), locks_out: locksOut === 0 ? undefined : locksOut };
  await wire.ask({ method: 'POST', path: `/trust/groups/${group.id}`, parameters });
}

/** Everything is said, or the server would keep what is not. */
function described({ name, settings, within }: DescribedGroup) {
  const named = (wanted: Setting) => permissions.filter((one) => settings[one] === wanted).join(',');
  return { name, allow: named('allow'), deny: named('deny'), within: within.join(',') };
}

export async function removeGroup(wire: Wire, id: string): Promise<void> {
  await wire.ask({ method: 'DELETE', path: `/trust/groups/${id}` });
}

/** Puts somebody into a group, or takes them out. */
export async function changeMember(
  wire: Wire,
  method: 'POST' | 'DELETE',
  id: string,
  { realm, username }: { readonly realm: string; readonly username: string },
): Promise<void> {
  await wire.ask({ method, path: `/trust/groups/${id}/members`, parameters: { user: username, realm } });
}
