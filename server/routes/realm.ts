import type { FastifyInstance } from 'fastify';
import type { WireRealm } from '../../domain/contract/server.ts';
import type { Installation } from '../installation.ts';
import { authorize } from './login-token.ts';
import { sendSigned } from './send.ts';

/** privacyIDEA's `GET /realm/`: each realm with where its people come from. */
export function realmRoutes(app: FastifyInstance, installation: Installation): void {
  app.get('/realm/', async (request, reply) => {
    await authorize(installation, request, 'userlist');
    const realms = installation.store.people.realms().map(({ id, name, isDefault }): [string, WireRealm] => [
      name,
      {
        default: isDefault,
        id,
        option: '',
        resolver: [{ name, node: '', priority: null, type: 'keydesk' }],
      },
    ]);
    return sendSigned(installation, reply, { id: 1, value: Object.fromEntries(realms) });
  });
}
