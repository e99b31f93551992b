import { isAllowed } from '../../domain/trust/groups.ts';
import type { Store } from '../store/store.ts';
import { groupsOf } from './groups-of.ts';

/** Whether a person, through whichever realm, may log in only with a token, as their groups have it. */
export async function tokenRequired(store: Pick<Store, 'groups'>, { id }: { readonly id: number }): Promise<boolean> {
  return isAllowed(await groupsOf(store), await store.groups.of(id), 'require_token');
}

/** The same for many people: who they are is asked one by one, the groups are read once. */
export async function tokenRequiredOf({ groups: store }: Pick<Store, 'groups'>): Promise<(id: number) => boolean> {
  const groups = await groupsOf({ groups: store });
  const memberOf = new Map<number, string[]>();
  for (const { group, personId } of await store.memberships()) {
    const known = memberOf.get(personId);
    if (known === undefined) memberOf.set(personId, [group]);
    else known.push(group);
  }
  return (id) => isAllowed(groups, memberOf.get(id) ?? [], 'require_token');
}

/** The names of the groups that require a token. */
export async function requiringGroups({ groups }: Pick<Store, 'groups'>): Promise<readonly string[]> {
  return (await groups.all()).filter(({ settings }) => settings.require_token === 'allow').map(({ name }) => name);
}
