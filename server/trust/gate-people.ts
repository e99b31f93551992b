import type { GatePerson } from '../../domain/trust/lockout.ts';
import type { Store } from '../store/store.ts';

/** Everybody as the gate sees them. */
export async function gatePeople(store: Store): Promise<readonly (GatePerson & { readonly personId: number })[]> {
  const [people, members, owners] = await Promise.all([
    store.people.all(),
    store.groups.memberships(),
    store.credentials.owners(),
  ]);
  const groups = groupsByPerson(members);
  const holding = new Set(owners);
  return people.map(({ id, username, realm, givenName, surname, office }) => ({
    personId: id,
    id: `${username}@${realm}`,
    name: `${givenName} ${surname}`.trim() || username,
    office,
    memberOf: groups.get(id) ?? [],
    hasToken: holding.has(id),
  }));
}

/** The groups each person was put in. */
export function groupsByPerson(
  memberships: readonly { readonly group: string; readonly personId: number }[],
): ReadonlyMap<number, readonly string[]> {
  const groups = new Map<number, string[]>();
  for (const { group, personId } of memberships) {
    const known = groups.get(personId);
    if (known === undefined) groups.set(personId, [group]);
    else known.push(group);
  }
  return groups;
}
