import type { Groups } from '../../domain/trust/groups.ts';
import {
  type GateStanding,
  type GroupChange,
  isOfOne,
  type LockedOut,
  lockedOut,
  lockedOutBy,
  mayLockOut,
} from '../../domain/trust/lockout.ts';
import type { Store } from '../store/store.ts';
import { gatePeople, gatePerson, type KnownGatePerson } from './gate-people.ts';
import { asItStands, type PeopleRead } from './people-read.ts';
import type { Alike } from './rollout-count.ts';

/** Whom is asked about: who is locked out now, or who would be besides by a change. */
export type Question = GroupChange | 'now';

/** How many people stand alike. */
export type Kind = Pick<Alike, 'memberOf' | 'has' | 'count'>;

/** Of some people, or kinds of people, those it is about. */
export function outOf<T extends GateStanding>(
  groups: Groups,
  question: Question,
  people: readonly T[],
): readonly LockedOut<T>[] {
  return question === 'now' ? lockedOut(groups, people) : lockedOutBy(question, groups, people);
}

/** All of them: out of everybody, unless the question is about one person, or cannot be about anybody. */
export async function allOut(
  store: Store,
  groups: Groups,
  question: Question,
  at: Date,
): Promise<readonly LockedOut<KnownGatePerson>[]> {
  if (question !== 'now' && isOfOne(question)) {
    return outOf(groups, question, await gatePerson(store, question.personId, at));
  }
  if (question !== 'now' && !mayLockOut(groups, question)) return [];
  const found: LockedOut<KnownGatePerson>[] = [];
  for await (const people of gatePeople(store, at)) found.push(...outOf(groups, question, people));
  return found;
}

/** How many would be locked out by a change, as it is in a transaction; `read` is what there was of everybody before it. */
export async function countOut(
  store: Store,
  groups: Groups,
  change: GroupChange,
  { read, at }: { readonly read: PeopleRead<Kind> | undefined; readonly at: Date },
): Promise<number> {
  if (isOfOne(change)) return outOf(groups, change, await gatePerson(store, change.personId, at)).length;
  if (!mayLockOut(groups, change)) return 0;
  const kinds = await asItStands(store, read, at, (people) => people.map((person) => ({ ...person, count: 1 })));
  return outOf(groups, change, kinds).reduce((sum, { person }) => sum + person.count, 0);
}
