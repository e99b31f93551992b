import { everyone, type Groups, groupsAround } from '../../domain/trust/groups.ts';
import type { Act } from '../act/perform.ts';
import type { Store } from '../store/store.ts';
import { type Parameters, required } from '../wire/parameters.ts';
import { notFound, WireError } from '../wire/wire-error.ts';
import { gatePeople } from './gate-people.ts';
import { groupsOf, personIn } from './group-acts.ts';
import { lockout } from './lockout.ts';

/** Who is to get a token next, in the order of the queue. */
export async function listQueue(store: Store) {
  return (await store.issuanceQueue.all()).map(
    ({ realm, username, givenName, surname, office, queuedBy, queuedAt }) => ({
      user: username,
      realm,
      name: `${givenName} ${surname}`.trim() || username,
      office,
      queued_by: queuedBy,
      queued_at: queuedAt,
    }),
  );
}

/**
 * Puts people at the end of the queue: one, everybody in a group who has no token that lets them in, or everybody who is locked out,
 * now or by a change as `/trust/lockout` is asked about it. Whoever is in it already goes to its end when named alone, and stays otherwise.
 */
export const queuePeople: Act = {
  name: 'queue/added',
  right: 'trustwrite',
  target: 'nothing',
  async run({ store }, { parameters, admin, at }) {
    const people = await meant(store, parameters, at);
    const added = await store.issuanceQueue.put(people, admin.name, at.toISOString());
    return { value: added, audit: { people: people.length, ...about(parameters) } };
  },
};

function about({ group, locked_out: out }: Parameters): Record<string, string> {
  if (group) return { group };
  return out ? { info: 'whoever is locked out' } : {};
}

async function meant(store: Store, parameters: Parameters, at: Date): Promise<readonly number[]> {
  const { group, locked_out: out } = parameters;
  if (!out && !group) return [(await personIn(store, parameters)).id];
  const groups = await groupsOf(store);
  if (!out && !groups.has(group ?? '')) throw notFound('group');
  const waiting = new Set((await store.issuanceQueue.all()).map(({ personId }) => personId));
  const people = await gatePeople(store, at);
  const some = out
    ? await lockedOutOnes(store, parameters, people, at)
    : people.filter((one) => one.has !== 'token' && isIn(groups, one.memberOf, group ?? ''));
  return some.map(({ personId }) => personId).filter((id) => !waiting.has(id));
}

function isIn(groups: Groups, memberOf: readonly string[], group: string): boolean {
  return group === everyone || groupsAround(groups, memberOf).includes(group);
}

async function lockedOutOnes<T extends { readonly id: string }>(
  store: Store,
  parameters: Parameters,
  people: readonly T[],
  at: Date,
) {
  const { locked_out: out } = parameters;
  if (out !== 'now' && out !== 'after') throw new WireError('parameter', 'locked_out is now or after.');
  const ids = new Set((await lockout(store, parameters, at))[out].map(({ person }) => person.id));
  return people.filter(({ id }) => ids.has(id));
}

/** Takes somebody out of the queue. */
export const unqueuePerson: Act = {
  name: 'queue/removed',
  right: 'trustwrite',
  target: 'nothing',
  async run({ store }, { parameters }) {
    required(parameters, 'user');
    if (!(await store.issuanceQueue.remove((await personIn(store, parameters)).id))) throw notFound('entry');
    return { value: true };
  },
};
