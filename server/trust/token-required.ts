import { isAllowed } from '../../domain/trust/groups.ts';
import type { Store } from '../store/store.ts';
import { groupsOf } from './groups-of.ts';

/** Whether a person, through whichever realm, may log in only with a token, as their groups have it. */
export async function tokenRequired(store: Pick<Store, 'groups'>, { id }: { readonly id: number }): Promise<boolean> {
  return isAllowed(await groupsOf(store), await store.groups.of(id), 'require_token');
}

/** The same for some people at a time: of whom it is required. The groups are read once; mostly none of them asks for more. */
export async function tokenRequiredOf({
  groups: store,
}: Pick<Store, 'groups'>): Promise<(people: readonly number[]) => Promise<ReadonlySet<number>>> {
  const groups = await groupsOf({ groups: store });
  const isAnybody = [...groups.values()].some(({ settings }) => settings.require_token === 'allow');
  return async (people) => {
    if (!isAnybody) return new Set();
    const memberOf = new Map(people.map((id): [number, string[]] => [id, []]));
    for (const { group, personId } of await store.memberships(people)) memberOf.get(personId)?.push(group);
    return new Set(people.filter((id) => isAllowed(groups, memberOf.get(id) ?? [], 'require_token')));
  };
}

/** The names of the groups that require a token. */
export async function requiringGroups({ groups }: Pick<Store, 'groups'>): Promise<readonly string[]> {
  return (await groups.all()).filter(({ settings }) => settings.require_token === 'allow').map(({ name }) => name);
}
