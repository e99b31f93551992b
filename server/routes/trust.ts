import type { FastifyInstance } from 'fastify';
import { everyone } from '../../domain/trust/groups.ts';
import { type Act, perform } from '../act/perform.ts';
import { requestFacts } from '../act/request-facts.ts';
import type { Installation } from '../installation.ts';
import { guidelinesNow } from '../station/guidelines.ts';
import { readySnapshot } from '../station/snapshot.ts';
import type { Person } from '../store/people.ts';
import type { Store } from '../store/store.ts';
import { decideConflict, toldConflicts } from '../trust/conflict-acts.ts';
import { type Controller, controllersOn, lending, mayIn } from '../trust/controllers.ts';
import { joinGroup, leaveGroup, removeGroup, saveGroup } from '../trust/group-acts.ts';
import { groupsOf } from '../trust/groups-of.ts';
import { listLiveCodes, removeTemporaryCode } from '../trust/live-codes.ts';
import { listLockedOut } from '../trust/lockout.ts';
import { tellLoginAfter } from '../trust/login-after.ts';
import { addController, endController, placeStation, removeOffice, saveOffice } from '../trust/office-acts.ts';
import { listQueue, queuePeople, unqueuePerson } from '../trust/queue-acts.ts';
import { publishGuidelines, setContact } from '../trust/text-acts.ts';
import { mergeParameters, type Parameters } from '../wire/parameters.ts';
import { notFound } from '../wire/wire-error.ts';
import { authorize } from './login-token.ts';
import { sendSigned } from './send.ts';

/** `/trust/`, our own: groups, offices and controllers, guidelines, whom to ask, and whom the gate would lock out. */
export function trustRoutes(app: FastifyInstance, installation: Installation): void {
  const acting = <P>(method: 'POST' | 'DELETE', url: string, act: Act<P>) =>
    app.route({
      method,
      url,
      handler: async (request, reply) =>
        sendSigned(installation, reply, await perform(installation, await requestFacts(installation, request), act)),
    });
  const reading = (url: string, value: (store: Store, parameters: Parameters) => Promise<unknown>) =>
    app.get(url, async (request, reply) => {
      await authorize(installation, request, 'trustread');
      const parameters = { ...mergeParameters(request.raw.url ?? '', undefined), ...(request.params as Parameters) };
      return sendSigned(installation, reply, { id: 1, value: await value(installation.store, parameters) });
    });
  reading('/trust/groups', listGroups);
  reading('/trust/groups/:id/members', listMembers);
  acting('POST', '/trust/groups/:id', saveGroup);
  acting('DELETE', '/trust/groups/:id', removeGroup);
  acting('POST', '/trust/groups/:id/members', joinGroup);
  acting('DELETE', '/trust/groups/:id/members', leaveGroup);
  reading('/trust/offices', (store) => listOffices(store, installation.now().toISOString().slice(0, 10)));
  acting('POST', '/trust/offices/:id', saveOffice);
  acting('DELETE', '/trust/offices/:id', removeOffice);
  acting('POST', '/trust/offices/:id/controllers', addController);
  acting('DELETE', '/trust/offices/:id/controllers/:controller', endController);
  acting('POST', '/trust/stations/:station', placeStation);
  reading('/trust/contact', async (store) => (await store.settings.get('contact')) ?? '');
  acting('POST', '/trust/contact', setContact);
  reading('/trust/guidelines', guidelinesNow);
  acting('POST', '/trust/guidelines', publishGuidelines);
  reading('/trust/lockout', (_, parameters) => listLockedOut(installation, parameters, installation.now()));
  reading('/trust/login-after', tellLoginAfter);
  reading('/trust/conflicts', (store) => toldConflicts(store, installation.now()));
  acting('POST', '/trust/conflicts/:record', decideConflict);
  reading('/trust/queue', listQueue);
  acting('POST', '/trust/queue', queuePeople);
  acting('DELETE', '/trust/queue', unqueuePerson);
  reading('/trust/temporary-codes', () => listLiveCodes(installation));
  acting('DELETE', '/trust/temporary-codes', removeTemporaryCode);
  reading('/trust/rollout', async () => (await readySnapshot(installation)).rollout);
}

async function listGroups(store: Store) {
  const members = new Map((await store.groups.sizes()).map(({ group, count }) => [group, count]));
  return (await store.groups.all()).map((group) => ({
    ...group,
    members: group.id === everyone ? null : (members.get(group.id) ?? 0),
  }));
}

async function listMembers(store: Store, { id = '' }: Parameters) {
  if (!(await groupsOf(store)).has(id)) throw notFound('group');
  return (await store.groups.peopleIn(id)).map(({ username, realm, givenName, surname, office }) => ({
    username,
    realm,
    givenName,
    surname,
    office,
  }));
}

/** The offices, and of each controller whether they control trust there on a day (ISO date). */
async function listOffices(store: Store, day: string) {
  const [controllers, acting, { lendersIn, rests }] = await Promise.all([
    store.offices.controllers(),
    controllersOn(store, day),
    lending(store),
  ]);
  const named = [...new Set(controllers.flatMap(({ personId, lentBy }) => [personId, lentBy ?? personId]))];
  const people = new Map((await store.people.here(named)).map((person) => [person.id, person]));
  const nameOf = (id: number | null) => (id === null ? null : (people.get(id)?.username ?? null));
  const actsIn = (personId: number, office: string) =>
    acting.some((one) => one.person?.id === personId && controlsIn(one, office));
  return (await store.offices.all()).map((office) => ({
    ...office,
    controllers: controllers
      .filter(({ officeId }) => officeId === office.id)
      .map((entry) => ({ ...entry, isResting: rests(entry) }))
      .map(({ id, personId, lentBy, firstDay, lastDay, isResting }) => ({
        id,
        username: nameOf(personId),
        realm: people.get(personId)?.realm ?? null,
        name: fullName(people.get(personId)),
        lent_by: nameOf(lentBy),
        lender_name: lentBy === null ? null : fullName(people.get(lentBy)),
        first_day: firstDay,
        last_day: lastDay,
        today: actsIn(personId, office.id),
        rests: isResting,
      })),
    lenders: lendersIn(office.id).map((person) => ({
      username: person.username,
      realm: person.realm,
      name: fullName(person),
    })),
  }));
}

function controlsIn({ permissions, controls }: Controller, office: string): boolean {
  return permissions.includes('control_trust') && mayIn(controls, office);
}

function fullName(person: Person | undefined): string | null {
  return person === undefined ? null : `${person.givenName} ${person.surname}`.trim() || person.username;
}
