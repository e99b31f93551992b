import type { FastifyInstance } from 'fastify';
import type { WireRealm } from '../../domain/contract/server.ts';
import { type Act, perform } from '../act/perform.ts';
import { requestFacts } from '../act/request-facts.ts';
import { tryLogin } from '../act/try-login.ts';
import type { Installation } from '../installation.ts';
import { forgetLookUps } from '../resolvers/look-up.ts';
import { forgetRefreshes, refreshRealms } from '../resolvers/refresh.ts';
import { listOf, type Parameters, required, wholeNumber } from '../wire/parameters.ts';
import { notFound, WireError } from '../wire/wire-error.ts';
import { authorize } from './login-token.ts';
import { sendSigned } from './send.ts';

const saveRealm: Act = {
  name: 'realm/saved',
  right: 'resolverwrite',
  target: 'nothing',
  async run({ store }, { parameters, at }) {
    const realm = realmName(parameters);
    const wanted = [...new Set(listOf(required(parameters, 'resolvers')))];
    const known = new Set((await store.resolvers.all()).map(({ name }) => name));
    const added = wanted.filter((name) => known.has(name));
    const failed = wanted.filter((name) => !added.includes(name));
    if (added.length === 0) throw new WireError('parameter', `None of these resolvers is there: ${wanted.join(', ')}.`);
    await store.resolvers.setRealm(
      realm,
      new Map(added.map((name) => [name, priorityOf(parameters, name)])),
      at.toISOString(),
    );
    return { value: { added, failed }, audit: { realm, resolvers: added.join(' ') } };
  },
};

const removeRealm: Act = {
  name: 'realm/removed',
  right: 'resolverdelete',
  target: 'nothing',
  async run({ store }, { parameters, at }) {
    const realm = realmName(parameters);
    const value = await store.resolvers.removeRealm(realm, at.toISOString());
    if (value === undefined) throw notFound('realm');
    return { value, audit: { realm } };
  },
};

/** privacyIDEA's `/realm`: each realm with where its people come from. */
export function realmRoutes(app: FastifyInstance, installation: Installation): void {
  app.get('/realm/', async (request, reply) => {
    await authorize(installation, request, 'userlist');
    return sendSigned(installation, reply, { id: 1, value: Object.fromEntries(await realmObjects(installation)) });
  });
  app.post('/realm/:realm/try', async (request, reply) =>
    sendSigned(installation, reply, await perform(installation, await requestFacts(installation, request), tryLogin)),
  );
  for (const [method, act] of [
    ['POST', saveRealm],
    ['DELETE', removeRealm],
  ] as const) {
    app.route({
      method,
      url: '/realm/:realm',
      async handler(request, reply) {
        const facts = await requestFacts(installation, request);
        const success = await perform(installation, facts, act);
        forgetLookUps(installation);
        forgetRefreshes(installation);
        refreshRealms(installation, [(facts.parameters.realm ?? '').toLowerCase()]).catch(console.error);
        return sendSigned(installation, reply, success);
      },
    });
  }
}

export async function realmObjects({ store }: Installation): Promise<readonly [string, WireRealm][]> {
  const objects: [string, WireRealm][] = [];
  for (const { id, name, isDefault } of await store.people.realms()) {
    const members = await store.realmMembers.of(name);
    const resolver = members.map(({ resolver, priority, type }) => ({ name: resolver, node: '', priority, type }));
    objects.push([name, { default: isDefault, id, option: '', resolver }]);
  }
  return objects;
}

function realmName({ realm = '' }: Parameters): string {
  const name = realm.toLowerCase();
  if (/^[a-z0-9_.-]{1,100}$/.test(name)) return name;
  throw new WireError('parameter', `'${realm.slice(0, 40)}' is no name for a realm: letters, digits and . _ - only.`, {
    reason: 'name-form',
  });
}

function priorityOf(parameters: Parameters, resolver: string): number | null {
  const text = parameters[`priority.${resolver}`];
  return text ? wholeNumber(text, 1, 1, 999) : null;
}
