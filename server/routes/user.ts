import type { FastifyInstance } from 'fastify';
import type { WireUser } from '../../domain/contract/server.ts';
import { addPerson, changePerson, removePerson } from '../act/own-person.ts';
import { perform } from '../act/perform.ts';
import { requestFacts } from '../act/request-facts.ts';
import type { Installation } from '../installation.ts';
import { internal } from '../resolvers/internal.ts';
import { forgetLookUps } from '../resolvers/look-up.ts';
import { refreshRealms } from '../resolvers/refresh.ts';
import type { ResolvedPerson } from '../store/known-people.ts';
import type { Person } from '../store/people.ts';
import { listPeople, personFields } from '../store/people-list.ts';
import { mergeParameters } from '../wire/parameters.ts';
import { authorizeList } from './login-token.ts';
import { sendSigned } from './send.ts';

const mostOwn = 20_000;

/** privacyIDEA's `/user`: people by realm and any attribute, `*` for any characters; and those of our own resolvers. */
export function userRoutes(app: FastifyInstance, installation: Installation): void {
  const { store } = installation;
  app.get('/user/', async (request, reply) => {
    const inRealms = await authorizeList(installation, request, 'userlist');
    const { realm, ...others } = mergeParameters(request.raw.url ?? '', undefined);
    const place = !realm && others.resolver ? await store.resolvers.find(others.resolver) : undefined;
    if (place?.type === 'internal' && inRealms === undefined) {
      const value = await ownPeople(installation, place.name, others.username || '*');
      return sendSigned(installation, reply, { id: 1, value });
    }
    const wanted = Object.entries({ ...others, realm: realm?.toLowerCase() }).flatMap(
      ([field, value]): [string, string][] => (value && field in personFields ? [[field, value]] : []),
    );
    const all = inRealms ?? (await store.people.realms()).map(({ name }) => name);
    const realms = all.filter((name) => !realm || realm.includes('*') || name === realm.toLowerCase());
    await refreshRealms(installation, realms, others.username || '*');
    const found = await listPeople(store.db, Object.fromEntries(wanted), inRealms);
    const own = new Set((await store.resolvers.all()).flatMap(({ name, type }) => (type === 'internal' ? [name] : [])));
    return sendSigned(installation, reply, { id: 1, value: found.map((person) => userObject(person, own)) });
  });
  for (const [method, url, act] of [
    ['POST', '/user/', addPerson],
    ['PUT', '/user/', changePerson],
    ['DELETE', '/user/:resolver/:user', removePerson],
  ] as const) {
    app.route({
      method,
      url,
      async handler(request, reply) {
        const success = await perform(installation, await requestFacts(installation, request), act);
        forgetLookUps(installation);
        return sendSigned(installation, reply, success);
      },
    });
  }
}

/** Everybody in one of our own resolvers, whether a realm has it or not. */
async function ownPeople({ store }: Installation, resolver: string, username: string): Promise<readonly WireUser[]> {
  const { people } = await internal(store.ownPeople, resolver).list({ username, limit: mostOwn });
  return people.map((person) => userObject({ ...person, resolver }, new Set([resolver])));
}

function userObject(person: ResolvedPerson & Pick<Person, 'resolver'>, own: ReadonlySet<string>): WireUser {
  return {
    description: person.office,
    editable: own.has(person.resolver),
    email: person.email,
    givenname: person.givenName,
    mobile: person.mobile,
    phone: person.phone,
    resolver: person.resolver,
    surname: person.surname,
    userid: person.userId,
    username: person.username,
  };
}
