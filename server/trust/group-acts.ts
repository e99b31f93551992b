import { circleOf, everyone, type Group, type Permission, permissions } from '../../domain/trust/groups.ts';
import { type GroupChange, mayLockOut } from '../../domain/trust/lockout.ts';
import type { Act } from '../act/perform.ts';
import type { RequestFacts } from '../act/request-facts.ts';
import type { Installation } from '../installation.ts';
import { findPerson, unknownPerson } from '../people/find-person.ts';
import { readySnapshot } from '../station/snapshot.ts';
import type { Person } from '../store/people.ts';
import type { Store } from '../store/store.ts';
import { listOf, type Parameters, required } from '../wire/parameters.ts';
import { notFound, WireError } from '../wire/wire-error.ts';
import { groupsOf } from './groups-of.ts';
import type { PeopleRead } from './people-read.ts';
import { countOut, type Kind } from './who-is-out.ts';

const longestName = 100;

/** A group as a request describes it; what is left out stays as it was. */
export function describedGroup(parameters: Parameters, before: Group | undefined): Group {
  const id = required(parameters, 'id');
  if (!/^[a-z0-9-]{1,60}$/.test(id)) {
    throw new WireError('parameter', 'The id of a group is small letters, digits and - only.', { reason: 'name-form' });
  }
  const name = (parameters.name ?? before?.name ?? '').trim();
  if (name === '' || name.length > longestName) {
    throw new WireError('parameter', `A group has a name of at most ${longestName} characters.`, {
      reason: 'too-long',
      values: { most: longestName },
    });
  }
  const { allow, deny, within } = parameters;
  const settings =
    allow === undefined && deny === undefined
      ? (before?.settings ?? {})
      : { ...named(allow, 'allow'), ...named(deny, 'deny') };
  return { id, name, settings, within: within === undefined ? (before?.within ?? []) : listOf(within) };
}

function named(list: string | undefined, setting: 'allow' | 'deny'): Group['settings'] {
  return Object.fromEntries(
    listOf(list).map((word) => {
      const permission = permissions.find((known): known is Permission => known === word);
      if (permission === undefined) {
        throw new WireError('parameter', `There is no permission '${word.slice(0, 40)}': ${permissions.join(', ')}.`);
      }
      return [permission, setting];
    }),
  );
}

/** Everybody as they stand before the transaction, when a change can lock anybody out. */
async function beforeChange(installation: Installation, change: GroupChange): Promise<PeopleRead<Kind> | undefined> {
  if (!mayLockOut(await groupsOf(installation.store), change)) return undefined;
  return (await readySnapshot(installation)).people;
}

/**
 * Whoever would lock people out by a change has to say how many (`locks_out`): then the list was read, and is still the
 * one that was read. Gives how many they are.
 */
async function locksOut(
  store: Store,
  groups: ReadonlyMap<string, Group>,
  change: GroupChange,
  { parameters: { locks_out: said }, at }: Pick<RequestFacts, 'parameters' | 'at'>,
  read?: PeopleRead<Kind>,
): Promise<number> {
  const count = await countOut(store, groups, change, { read, at });
  if (count === 0 || said === String(count)) return count;
  throw new WireError(
    'configuration',
    `${count} would be locked out: /trust/lockout names them. Issue tokens to them, or send locks_out=${count}.`,
    { reason: 'would-lock-out', values: { count } },
  );
}

export const saveGroup: Act<PeopleRead<Kind> | undefined> = {
  name: 'group/saved',
  right: 'trustwrite',
  target: 'nothing',
  async prepare(installation, { parameters }) {
    const before = (await groupsOf(installation.store)).get(parameters.id ?? '');
    return beforeChange(installation, { kind: 'saved', group: describedGroup(parameters, before) });
  },
  async run({ store }, { parameters, at }, _target, read) {
    const groups = await groupsOf(store);
    const before = groups.get(parameters.id ?? '');
    const group = describedGroup(parameters, before);
    assertPlace(groups, group);
    const out = await locksOut(store, groups, { kind: 'saved', group }, { parameters, at }, read);
    await store.groups.put(group, at.toISOString());
    const settings = Object.entries(group.settings).map(([permission, setting]) => `${permission}=${setting}`);
    return {
      value: true,
      audit: { group: group.id, settings: settings.join(' '), within: group.within.join(' '), locked_out: out },
    };
  },
};

function assertPlace(groups: ReadonlyMap<string, Group>, group: Group): void {
  if (group.id === everyone && group.within.length > 0) {
    throw new WireError('parameter', 'Everyone is within no other group.');
  }
  for (const outer of group.within) {
    if (!groups.has(outer)) throw new WireError('parameter', `There is no group '${outer.slice(0, 60)}'.`);
    const circle = circleOf(groups, group.id, outer);
    if (circle === undefined) continue;
    const names = circle.map((id) => groups.get(id)?.name ?? group.name);
    throw new WireError('parameter', `Groups may not run in a circle: ${names.join(' within ')}.`, {
      reason: 'group-circle',
      values: { names: names.join(' → ') },
    });
  }
  for (const other of groups.values()) {
    if (other.id !== group.id && other.name === group.name) {
      throw new WireError('parameter', `There is a group '${group.name}' already.`, {
        reason: 'name-taken',
        values: { name: group.name },
      });
    }
  }
}

export const removeGroup: Act<PeopleRead<Kind> | undefined> = {
  name: 'group/removed',
  right: 'trustwrite',
  target: 'nothing',
  prepare: (installation, { parameters }) =>
    beforeChange(installation, { kind: 'removed', group: required(parameters, 'id') }),
  async run({ store }, { parameters, at }, _target, read) {
    const id = required(parameters, 'id');
    if (id === everyone) throw new WireError('parameter', 'Everyone cannot be removed.');
    const groups = await groupsOf(store);
    if (!groups.has(id)) throw notFound('group');
    const out = await locksOut(store, groups, { kind: 'removed', group: id }, { parameters, at }, read);
    await store.groups.remove(id);
    return { value: true, audit: { group: id, locked_out: out } };
  },
};

export const joinGroup: Act = {
  name: 'group/joined',
  right: 'trustwrite',
  target: 'nothing',
  async run({ store }, facts) {
    const { group, person } = await member(store, facts);
    const out = await locksOut(store, await groupsOf(store), await memberChange(store, 'joined', group, person), facts);
    await store.groups.join(group, person.id, facts.at.toISOString());
    return { value: true, audit: { group, locked_out: out } };
  },
};

export const leaveGroup: Act = {
  name: 'group/left',
  right: 'trustwrite',
  target: 'nothing',
  async run({ store }, facts) {
    const { group, person } = await member(store, facts);
    if (!(await store.groups.of(person.id)).includes(group)) throw notFound('member');
    const out = await locksOut(store, await groupsOf(store), await memberChange(store, 'left', group, person), facts);
    await store.groups.leave(group, person.id);
    return { value: true, audit: { group, locked_out: out } };
  },
};

/** Of the account that the gate knows the person by, who may be meant through another realm. */
export async function memberChange(
  store: Store,
  kind: 'joined' | 'left',
  group: string,
  person: Person,
): Promise<GroupChange> {
  const [{ id } = person] = await store.people.accounts(person);
  return { kind, group, personId: id };
}

async function member(store: Store, { parameters }: RequestFacts): Promise<{ group: string; person: Person }> {
  const group = required(parameters, 'id');
  if (group === everyone) throw new WireError('parameter', 'Everybody is in Everyone.');
  if (!(await groupsOf(store)).has(group)) throw notFound('group');
  return { group, person: await personIn(store, parameters) };
}

/** The person a request names. */
export async function personIn(store: Store, parameters: Parameters): Promise<Person> {
  const person = await findPerson(store.people, required(parameters, 'user'), parameters.realm);
  if (person === undefined) throw unknownPerson();
  return person;
}
