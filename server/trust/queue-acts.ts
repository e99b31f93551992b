import { everyone, type Groups, groupsAround } from '../../domain/trust/groups.ts';
import type { Act } from '../act/perform.ts';
import type { Store } from '../store/store.ts';
import { type Parameters, required } from '../wire/parameters.ts';
import { notFound } from '../wire/wire-error.ts';
import { gatePeople, type KnownGatePerson } from './gate-people.ts';
import { groupsOf, personIn } from './group-acts.ts';
import { describedChange, listed } from './lockout.ts';
import { allOut } from './who-is-out.ts';

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
  const some = out ? await outBy(store, groups, parameters, at) : await withoutToken(store, groups, group ?? '', at);
  return some.map(({ personId }) => personId).filter((id) => !waiting.has(id));
}

function isIn(groups: Groups, memberOf: readonly string[], group: string): boolean {
  return group === everyone || groupsAround(groups, memberOf).includes(group);
}

async function outBy(store: Store, groups: Groups, parameters: Parameters, at: Date) {
  const change = parameters.id ? await describedChange(store, parameters) : undefined;
  const out = await allOut(store, groups, listed(parameters.locked_out ?? '', change), at);
  return out.map(({ person }) => person);
}

async function withoutToken(store: Store, groups: Groups, group: string, at: Date) {
  const found: KnownGatePerson[] = [];
  for await (const people of gatePeople(store, at)) {
    found.push(...people.filter(({ has, memberOf }) => has !== 'token' && isIn(groups, memberOf, group)));
  }
  return found;
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
