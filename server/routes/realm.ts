import type { FastifyInstance } from 'fastify';
import type { WireRealm } from '../../domain/contract/server.ts';
import type { Installation } from '../installation.ts';
import { authorize } from './login-token.ts';
import { sendSigned } from './send.ts';

/** privacyIDEA's `GET /realm/`: each realm with where its people come from. */
export function realmRoutes(app: FastifyInstance, installation: Installation): void {
  app.get('/realm/', async (request, reply) => {
    await authorize(installation, request, 'userlist');
    return sendSigned(installation, reply, { id: 1, value: Object.fromEntries(realmObjects(installation)) });
  });
}

export function realmObjects({ store }: Installation): readonly [string, WireRealm][] {
  return store.people
    .realms()
    .map(({ id, name, isDefault }) => [
      name,
      { default: isDefault, id, option: '', resolver: [{ name, node: '', priority: null, type: 'keydesk' }] },
    ]);
}
