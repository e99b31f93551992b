import type { FastifyInstance } from 'fastify';
import type { Installation } from '../installation.ts';
import { mergeParameters, type Parameters } from '../wire/parameters.ts';
import { lookUp } from './look-up.ts';
import { oncePerTurn } from './once-per-turn.ts';
import { refreshRealms } from './refresh.ts';

/**
 * Before a request is decided, the person it names is looked up where they are kept: decisions are taken inside a
 * transaction, which waits for nobody. Stations' requests start a listing of everybody and do not wait for it.
 */
export function lookUpHook(app: FastifyInstance, installation: Installation): void {
  const { store } = installation;
  const anyOthers = oncePerTurn(() => store.realmMembers.anyOthers());
  app.addHook('preHandler', async (request) => {
    const isStation = request.url.startsWith('/stations/');
    // The list of tokens searches by patterns, among those who are known.
    const isList = request.method === 'GET' && request.url.startsWith('/token');
    const names = !isList && /^\/(validate|token|ttype)\b/.test(request.url);
    if (!(isStation || names) || !(await anyOthers())) return;
    if (isStation) {
      const realms = await store.people.realms();
      refreshRealms(
        installation,
        realms.map(({ name }) => name),
      ).catch(console.error);
      return;
    }
    const body = Buffer.isBuffer(request.body) ? request.body : undefined;
    let parameters: Parameters;
    try {
      parameters = mergeParameters(request.raw.url ?? '', body);
    } catch {
      return;
    }
    if (parameters.user) await lookUp(installation, parameters.user, parameters.realm);
  });
}
