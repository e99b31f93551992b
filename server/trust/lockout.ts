import { type GroupChange, type LockedOut, lockedOut, lockedOutBy } from '../../domain/trust/lockout.ts';
import type { Store } from '../store/store.ts';
import { type Parameters, required } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';
import { gatePeople } from './gate-people.ts';
import { describedGroup, groupsOf, memberChange, personIn } from './group-acts.ts';

/** Who is locked out now; and, of a change as it is described, who would be by it. */
export async function listLockedOut(store: Store, parameters: Parameters, at: Date) {
  const { now, after } = await lockout(store, parameters, at);
  return { now: now.map(told), after: after.map(told) };
}

/** Both lists, of people as the gate sees them. */
export async function lockout(store: Store, parameters: Parameters, at: Date) {
  const [groups, people] = [await groupsOf(store), await gatePeople(store, at)];
  const now = lockedOut(groups, people);
  const after = parameters.id ? lockedOutBy(await describedChange(store, parameters), groups, people) : [];
  return { now, after };
}

async function describedChange(store: Store, parameters: Parameters): Promise<GroupChange> {
  const group = required(parameters, 'id');
  const kind = parameters.change ?? 'saved';
  switch (kind) {
    case 'saved':
      return { kind, group: describedGroup(parameters, (await groupsOf(store)).get(group)) };
    case 'removed':
      return { kind, group };
    case 'joined':
    case 'left':
      return memberChange(store, kind, group, await personIn(store, parameters));
    default:
      throw new WireError('parameter', `There is no change '${kind.slice(0, 40)}': saved, removed, joined, left.`);
  }
}

function told({ person: { id, name, office }, because }: LockedOut) {
  return { user: id, name, office, groups: because };
}
