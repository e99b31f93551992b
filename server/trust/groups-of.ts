import type { Group } from '../../domain/trust/groups.ts';
import type { Store } from '../store/store.ts';

/** The groups by id. */
export async function groupsOf(store: Pick<Store, 'groups'>): Promise<ReadonlyMap<string, Group>> {
  return new Map((await store.groups.all()).map((group) => [group.id, group]));
}
