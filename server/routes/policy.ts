import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ask, matching } from '../../domain/policy/compile.ts';
import { definitions } from '../../domain/policy/definitions.ts';
import { type Scope, scopes } from '../../domain/policy/policy.ts';
import { policyToWire } from '../../domain/policy/policy-to-wire.ts';
import { type Act, perform } from '../act/perform.ts';
import { requestFacts } from '../act/request-facts.ts';
import type { Installation } from '../installation.ts';
import { conditionFacts } from '../policy/condition-facts.ts';
import { deletePolicy, renamePolicy, switchPolicy, writePolicy } from '../policy/policy-acts.ts';
import { asked } from '../policy/policy-error.ts';
import { wireBody } from '../policy/wire-body.ts';
import { isTrue, mergeParameters, type Parameters, required } from '../wire/parameters.ts';
import { notFound, WireError } from '../wire/wire-error.ts';
import { authorize } from './login-token.ts';
import { sendSigned } from './send.ts';

/** privacyIDEA's `/policy`. */
export function policyRoutes(app: FastifyInstance, installation: Installation): void {
  const on = (
    method: 'POST' | 'DELETE' | 'PATCH',
    url: string,
    act: (fields: Readonly<Record<string, unknown>>) => Act,
  ) =>
    app.route({
      method,
      url,
      handler: async (request, reply) => {
        const facts = await requestFacts(installation, request, 'something else');
        return sendSigned(installation, reply, await perform(installation, facts, act(fieldsOf(request))));
      },
    });
  on('POST', '/policy/:name', writePolicy);
  on('POST', '/policy/enable/:name', () => switchPolicy(true));
  on('POST', '/policy/disable/:name', () => switchPolicy(false));
  on('PATCH', '/policy/:name', ({ name }) => renamePolicy(name));
  on('DELETE', '/policy/:name', () => deletePolicy);

  const reading = (url: string, value: (parameters: Parameters) => unknown | Promise<unknown>) =>
    app.get(url, async (request, reply) => {
      await authorize(installation, request, 'policyread');
      const parameters = { ...mergeParameters(request.raw.url ?? '', undefined), ...(request.params as Parameters) };
      return sendSigned(installation, reply, { id: 1, value: await value(parameters) });
    });
  reading('/policy/', (parameters) => listed(installation, parameters));
  reading('/policy/:name', (parameters) => listed(installation, parameters));
  reading('/policy/check', (parameters) => checked(installation, parameters));
  reading('/policy/defs', () => Object.fromEntries(scopes.map((scope) => [scope, definitionsOf(scope)])));
  reading('/policy/defs/:scope', ({ scope }) => definitionsOf(scopeOf(scope)));
}

function fieldsOf(request: FastifyRequest): Readonly<Record<string, unknown>> {
  return wireBody(request.raw.url ?? '', Buffer.isBuffer(request.body) ? request.body : undefined);
}

/** All policies, or those of a name, a realm, a scope or a state. */
async function listed({ store }: Installation, { name, realm, scope, active }: Parameters) {
  const all = await store.policies.all();
  const found = all
    .map(({ policy }) => policy)
    .filter(
      (policy) =>
        (!name || policy.name === name) &&
        (!realm || policy.realm.includes(realm)) &&
        (!scope || policy.scope === scope) &&
        (!active || policy.active === isTrue(active)),
    );
  if (name && found.length === 0) throw notFound('Policy');
  return found.map(policyToWire);
}

/** Which policies would be asked for somebody; what the request leaves out restricts nothing. */
async function checked({ policies, now, store }: Installation, parameters: Parameters) {
  const scope = scopeOf(required(parameters, 'scope'));
  const action = required(parameters, 'action');
  const { resolver, client } = parameters;
  const request = {
    at: now(),
    user: required(parameters, 'user'),
    realm: required(parameters, 'realm').toLowerCase(),
    ...(resolver ? { resolver } : {}),
    ...(client ? { client } : {}),
  };
  const current = await policies();
  const person = await store.people.find(request.realm, request.user);
  const facts = await conditionFacts(store, current, { web: undefined, person });
  const found = asked(() => matching(ask(current, { ...request, ...facts }), scope, action));
  return found.length === 0
    ? { allowed: false, info: 'No policies found' }
    : { allowed: true, policy: found.map(({ policy }) => policyToWire(policy)) };
}

function definitionsOf(scope: Scope) {
  return Object.fromEntries(
    definitions
      .filter((definition) => definition.scope === scope)
      .map(({ name, type, description, group, values, dangerous }) => [
        name,
        { type, desc: description, group, ...(values ? { value: values } : {}), ...(dangerous ? { dangerous } : {}) },
      ]),
  );
}

function scopeOf(text: string | undefined): Scope {
  const scope = scopes.find((known) => known === text);
  if (scope === undefined) throw new WireError('parameter', `scope: there is no scope '${(text ?? '').slice(0, 40)}'`);
  return scope;
}
