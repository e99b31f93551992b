import { everyone, type Groups, groupsAround } from '../../domain/trust/groups.ts';
import { isOfOne } from '../../domain/trust/lockout.ts';
import type { Act } from '../act/perform.ts';
import type { Store } from '../store/store.ts';
import { type Parameters, required } from '../wire/parameters.ts';
import { notFound } from '../wire/wire-error.ts';
import { gatePerson, type KnownGatePerson } from './gate-people.ts';
import { personIn } from './group-acts.ts';
import { groupsOf } from './groups-of.ts';
import { describedChange, listed } from './lockout.ts';
import { asItStands, type PeopleRead, readPeople } from './people-read.ts';
import { outOf } from './who-is-out.ts';

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
export const queuePeople: Act<PeopleRead<number> | undefined> = {
  name: 'queue/added',
  right: 'trustwrite',
  target: 'nothing',
  async prepare({ store }, { parameters, at }) {
    if (isNamed(parameters)) return undefined;
    const { of, only } = await asked(store, parameters);
    return only === undefined ? readPeople(store, at, of) : undefined;
  },
  async run({ store }, { parameters, admin, at }, _target, read) {
    const people = isNamed(parameters)
      ? [(await personIn(store, parameters)).id]
      : await meant(store, parameters, at, read);
    const added = await store.issuanceQueue.put(people, admin.name, at.toISOString());
    return { value: added, audit: { people: people.length, ...about(parameters) } };
  },
};

function isNamed({ group, locked_out: out }: Parameters): boolean {
  return !group && !out;
}

function about({ group, locked_out: out }: Parameters): Record<string, string> {
  if (group) return { group };
  return out ? { info: 'whoever is locked out' } : {};
}

async function meant(
  store: Store,
  parameters: Parameters,
  at: Date,
  read: PeopleRead<number> | undefined,
): Promise<readonly number[]> {
  const { of, only } = await asked(store, parameters);
  const some = only === undefined ? await asItStands(store, read, at, of) : of(await gatePerson(store, only, at));
  const waiting = new Set((await store.issuanceQueue.all()).map(({ personId }) => personId));
  return some.filter((id) => !waiting.has(id));
}

/** Whom of some people a request is about, and whom alone it can be about. */
interface Asked {
  readonly of: (people: readonly KnownGatePerson[]) => readonly number[];
  readonly only?: number;
}

async function asked(store: Store, parameters: Parameters): Promise<Asked> {
  const { id, group = '', locked_out: out } = parameters;
  const groups = await groupsOf(store);
  if (out) {
    const question = listed(out, id ? await describedChange(store, parameters) : undefined);
    const of: Asked['of'] = (people) => outOf(groups, question, people).map(({ person }) => person.personId);
    return question !== 'now' && isOfOne(question) ? { of, only: question.personId } : { of };
  }
  if (!groups.has(group)) throw notFound('group');
  return {
    of: (people) =>
      people
        .filter(({ has, memberOf }) => has !== 'token' && isIn(groups, memberOf, group))
        .map(({ personId }) => personId),
  };
}

function isIn(groups: Groups, memberOf: readonly string[], group: string): boolean {
  return group === everyone || groupsAround(groups, memberOf).includes(group);
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
