import type { FastifyInstance, FastifyRequest } from 'fastify';
import { actingScopes, scopes } from '../../domain/policy/policy.ts';
import type { Facts } from '../../domain/policy/request.ts';
import { secretHeaders } from '../../domain/policy/secret-headers.ts';
import { requestFacts } from '../act/request-facts.ts';
import type { Installation } from '../installation.ts';
import { explainChange } from '../policy/explain-change.ts';
import { explainRequest, type WonderedRequest } from '../policy/explain-request.ts';
import { readPolicy } from '../policy/save-policy.ts';
import { wireBody } from '../policy/wire-body.ts';
import { type Parameters, required } from '../wire/parameters.ts';
import { notFound, WireError } from '../wire/wire-error.ts';
import { authorize } from './login-token.ts';
import { sendSigned } from './send.ts';

const mostAtOnce = 2_000;

/**
 * Keydesk's own: `POST /policy/explain/<scope>` (user, realm, client, time, user_agent, adminuser, serial) says what
 * became of each policy in such a request; `POST /policy/whatif/<realm>` (policy, client, time, after, limit) whom a policy that
 * is not saved would affect. What conditions look at is given as `header.<name>`, `environment.<key>` and `data.<key>`;
 * what nobody said is told as unknown. Neither changes anything.
 */
export function explainRoutes(app: FastifyInstance, installation: Installation): void {
  app.post('/policy/explain/:scope', async (request, reply) => {
    const facts = await requestFacts(installation, request);
    await installation.rules.mayAct(facts, 'policyread', undefined);
    const { parameters } = facts;
    const scope = scopeOf(parameters.scope);
    const value = await explainRequest(installation, facts, {
      scope,
      user: parameters.user ?? '',
      realm: parameters.realm,
      client: parameters.client,
      userAgent: parameters.user_agent,
      adminUser: parameters.adminuser,
      at: momentOf(installation, parameters.time),
      serial: parameters.serial ?? '',
      facts: saidOf(parameters),
    });
    return sendSigned(installation, reply, { id: 1, value });
  });

  app.post('/policy/whatif/:realm', async (request, reply) => {
    await authorize(installation, request, 'policywrite');
    const realm = required(request.params as Parameters, 'realm').toLowerCase();
    if (!(await installation.store.people.realms()).some(({ name }) => name === realm)) throw notFound('realm');
    const body = wireBody(request.raw.url ?? '', bodyOf(request));
    const { policy, client, time, after, limit } = body;
    if (typeof policy !== 'object' || policy === null) throw new WireError('parameter', "Missing parameter: 'policy'");
    const wire = policy as Readonly<Record<string, unknown>>;
    const draft = readPolicy(textOf(wire.name) || 'draft', wire);
    const part = { realm, after: textOf(after), limit: limitOf(limit) };
    const at = momentOf(installation, textOf(time));
    const circumstances = { at, facts: saidOf(body), ...(textOf(client) ? { client: textOf(client) } : {}) };
    const value = await explainChange(installation, draft, part, circumstances);
    return sendSigned(installation, reply, { id: 1, value });
  });
}

const saidSections = {
  'header.': 'HTTP Request header',
  'environment.': 'HTTP Environment',
  'data.': 'Request Data',
} as const;

/** What a person says of a request that conditions look at; the program that asks is a header as well. */
function saidOf(parameters: Readonly<Record<string, unknown>>): Facts {
  const said: Record<string, Record<string, string>> = {};
  const all = {
    ...(textOf(parameters.user_agent) ? { 'header.User-Agent': parameters.user_agent } : {}),
    ...parameters,
  };
  for (const [name, value] of Object.entries(all)) {
    if (name.startsWith('header.') && secretHeaders.has(name.slice('header.'.length).toLowerCase())) {
      throw new WireError('parameter', `${name}: this header proves who asks; no policy looks at it`);
    }
    for (const [prefix, section] of Object.entries(saidSections)) {
      if (name.startsWith(prefix)) said[section] = { ...said[section], [name.slice(prefix.length)]: textOf(value) };
    }
  }
  return said;
}

function bodyOf(request: FastifyRequest): Buffer | undefined {
  return Buffer.isBuffer(request.body) ? request.body : undefined;
}

function scopeOf(text: string | undefined): WonderedRequest['scope'] {
  const acting = actingScopes.find((scope) => scope === text);
  if (acting !== undefined) return acting;
  const known = scopes.some((scope) => scope === text);
  throw new WireError('parameter', known ? `scope: Keydesk acts on nothing in scope ${text}` : 'scope: no such scope');
}

/** A time of day as a person writes it is the server's local time, as in the time windows of policies. */
function momentOf({ now }: Installation, text: string | undefined): Date {
  if (!text) return now();
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/.test(text) ? new Date(text) : undefined;
  if (at === undefined || Number.isNaN(at.getTime())) {
    throw new WireError('parameter', `time: '${text.slice(0, 40)}' is not written as 2026-11-21T10:00`);
  }
  return at;
}

function limitOf(value: unknown): number {
  const limit = Number(value ?? mostAtOnce);
  if (!Number.isInteger(limit) || limit < 1) throw new WireError('parameter', 'limit: a whole number from 1 is wanted');
  return Math.min(limit, mostAtOnce);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
