import type { FastifyInstance } from 'fastify';
import { type Act, perform } from '../act/perform.ts';
import { requestFacts } from '../act/request-facts.ts';
import type { Installation } from '../installation.ts';
import { required } from '../wire/parameters.ts';
import { notFound } from '../wire/wire-error.ts';
import { authorize } from './login-token.ts';
import { realmObjects } from './realm.ts';
import { sendSigned } from './send.ts';

const setDefaultRealm: Act = {
  name: 'realm/made-default',
  right: 'configwrite',
  target: 'nothing',
  async run({ store }, { parameters }) {
    const id = await store.people.setDefaultRealm(required(parameters, 'realm').toLowerCase());
    if (id === undefined) throw notFound('realm');
    return { value: id };
  },
};

const removeDefaultRealm: Act = {
  name: 'realm/no-default',
  right: 'configdelete',
  target: 'nothing',
  run: async ({ store }) => ({ value: (await store.people.setDefaultRealm(undefined)) ?? 0 }),
};

/** privacyIDEA's `/defaultrealm`: where people are looked for when no realm is named. */
export function defaultRealmRoutes(app: FastifyInstance, installation: Installation): void {
  app.get('/defaultrealm', async (request, reply) => {
    await authorize(installation, request, 'userlist');
    const value = Object.fromEntries((await realmObjects(installation)).filter(([, realm]) => realm.default));
    return sendSigned(installation, reply, { id: 1, value });
  });
  app.post('/defaultrealm/:realm', async (request, reply) =>
    sendSigned(
      installation,
      reply,
      await perform(installation, await requestFacts(installation, request), setDefaultRealm),
    ),
  );
  app.delete('/defaultrealm', async (request, reply) =>
    sendSigned(
      installation,
      reply,
      await perform(installation, await requestFacts(installation, request), removeDefaultRealm),
    ),
  );
}
