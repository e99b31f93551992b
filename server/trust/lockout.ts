import { type GroupChange, isOfOne, type LockedOut, mayLockOut } from '../../domain/trust/lockout.ts';
import type { Installation } from '../installation.ts';
import { readySnapshot } from '../station/snapshot.ts';
import type { Store } from '../store/store.ts';
import { lastIn } from '../store/told-rows.ts';
import { type Parameters, required } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';
import { gatePart, type KnownGatePerson } from './gate-people.ts';
import { describedGroup, memberChange, personIn } from './group-acts.ts';
import { groupsOf } from './groups-of.ts';
import { allOut, outOf, type Question } from './who-is-out.ts';

/** As many as are told at once. */
const onPage = 200;

/** Who is locked out now; and, of a change as it is described, who would be by it. By `list`, some of one of them at a time. */
export async function listLockedOut(installation: Installation, parameters: Parameters, at: Date) {
  const { store } = installation;
  const change = parameters.id ? await describedChange(store, parameters) : undefined;
  if (parameters.list) return page(installation, listed(parameters.list, change), Number(parameters.past || '0'), at);
  const groups = await groupsOf(store);
  return {
    now: inOrder(await allOut(store, groups, 'now', at)).map(told),
    after: change === undefined ? [] : inOrder(await allOut(store, groups, change, at)).map(told),
  };
}

/** What a request means by `now` or `after`. */
export function listed(word: string, change: GroupChange | undefined): Question {
  if (word === 'now') return 'now';
  if (word === 'after' && change !== undefined) return change;
  throw new WireError('parameter', 'The list is now or after, and after a change that is described.');
}

/** How many they are is known from what the board counts; only the parts in which some are shown are read. */
async function page(installation: Installation, question: Question, past: number, at: Date) {
  const { store } = installation;
  const groups = await groupsOf(store);
  if (!Number.isSafeInteger(past) || past < 0)
    throw new WireError('parameter', 'past is what a page before said is next.');
  if (question !== 'now' && (isOfOne(question) || !mayLockOut(groups, question))) {
    const people = await allOut(store, groups, question, at);
    return { count: people.length, people: people.map(told), next: null };
  }
  const { people: kinds } = await readySnapshot(installation);
  const parts = [...kinds.parts]
    .map(([part, some]) => ({
      part: Number(part),
      count: outOf(groups, question, some).reduce((sum, { person }) => sum + person.count, 0),
    }))
    .filter(({ count }) => count > 0)
    .sort((one, other) => one.part - other.part);
  const found: LockedOut<KnownGatePerson>[] = [];
  for (const { part } of parts.filter((one) => lastIn(one.part) > past)) {
    if (found.length > onPage) break;
    const people = gatePart(await store.toldRows.people(String(part), at)).filter(({ personId }) => personId > past);
    found.push(...outOf(groups, question, people));
  }
  const shown = found.slice(0, onPage);
  const next = found.length > onPage ? (shown.at(-1)?.person.personId ?? null) : null;
  const isAll = past === 0 && next === null;
  const count = isAll ? shown.length : parts.reduce((sum, one) => sum + one.count, 0);
  return { count, people: (isAll ? inOrder(shown) : shown).map(told), next };
}

/** The change that a request describes. */
export async function describedChange(store: Store, parameters: Parameters): Promise<GroupChange> {
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

function inOrder(people: readonly LockedOut<KnownGatePerson>[]): readonly LockedOut<KnownGatePerson>[] {
  const [before, after] = [-1, 1];
  return [...people].sort((one, other) => (nameOf(one) < nameOf(other) ? before : after));
}

function nameOf({ person }: LockedOut): string {
  return person.id;
}

function told({ person: { id, name, office }, because }: LockedOut) {
  return { user: id, name, office, groups: because };
}
