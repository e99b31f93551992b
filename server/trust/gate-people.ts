import type { GatePerson } from '../../domain/trust/lockout.ts';
import type { Person } from '../store/people.ts';
import type { Store } from '../store/store.ts';

/** Everybody as the gate sees them: each person once, however many realms they are in, by the account known first. */
export async function gatePeople(
  store: Store,
  at: Date,
): Promise<readonly (GatePerson & { readonly personId: number })[]> {
  const [people, members, owners] = await Promise.all([
    store.people.all(),
    store.groups.memberships(),
    store.credentials.owners(at.toISOString()),
  ]);
  const groups = groupsByPerson(members);
  const holding = new Set(owners.map(({ ownerId }) => ownerId));
  const usable = new Set(owners.flatMap(({ ownerId, shutOut }) => (shutOut ? [] : ownerId)));
  return byPerson(people).map(({ first: { id, username, realm, givenName, surname, office }, ids }) => ({
    personId: id,
    id: `${username}@${realm}`,
    name: `${givenName} ${surname}`.trim() || username,
    office,
    memberOf: groups.get(id) ?? [],
    has: ids.some((one) => usable.has(one)) ? 'token' : ids.some((one) => holding.has(one)) ? 'revoked' : 'nothing',
  }));
}

/** Each person with the ids of all their accounts. */
function byPerson(people: readonly Person[]): readonly { readonly first: Person; readonly ids: readonly number[] }[] {
  const found = new Map<string, { first: Person; readonly ids: number[] }>();
  for (const account of people) {
    const key = `${account.resolver} ${account.userId}`;
    const known = found.get(key);
    if (known === undefined) {
      found.set(key, { first: account, ids: [account.id] });
      continue;
    }
    known.ids.push(account.id);
    if (account.id < known.first.id) known.first = account;
  }
  return [...found.values()];
}

/** The groups each person was put in. */
function groupsByPerson(
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
