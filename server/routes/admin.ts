import type { FastifyInstance } from 'fastify';
import { addAdministrator, removeAdministrator, setAdministratorPassword, setRoles } from '../act/administrators.ts';
import { type Act, perform } from '../act/perform.ts';
import { requestFacts } from '../act/request-facts.ts';
import type { Installation } from '../installation.ts';
import { authorize } from './login-token.ts';
import { sendSigned } from './send.ts';

/** `/admin/`, our own: who administers the server. privacyIDEA keeps this to its console. */
export function adminRoutes(app: FastifyInstance, installation: Installation): void {
  app.get('/admin/', async (request, reply) => {
    await authorize(installation, request, 'adminread');
    const all = await installation.store.admins.all();
    const makers = all.filter(({ rights }) => rights.includes('adminwrite'));
    const value = all.map(({ name, rights, createdAt }) => ({
      name,
      rights,
      created_at: createdAt,
      last: makers.length === 1 && makers[0]?.name === name,
    }));
    return sendSigned(installation, reply, { id: 1, value });
  });
  const on = <P>(method: 'POST' | 'DELETE', url: string, act: Act<P>) =>
    app.route({
      method,
      url,
      handler: async (request, reply) =>
        sendSigned(installation, reply, await perform(installation, await requestFacts(installation, request), act)),
    });
  on('POST', '/admin/:name', addAdministrator);
  on('POST', '/admin/:name/roles', setRoles);
  on('POST', '/admin/:name/password', setAdministratorPassword);
  on('DELETE', '/admin/:name', removeAdministrator);
}
