import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Act, perform } from '../act/perform.ts';
import { type RequestFacts, requestFacts } from '../act/request-facts.ts';
import type { Installation } from '../installation.ts';
import { definitionOf, openDefinition, rowOf, shownDefinition } from '../resolvers/definition.ts';
import { kindOf } from '../resolvers/kinds.ts';
import { forgetLookUps } from '../resolvers/look-up.ts';
import { forgetRefreshes } from '../resolvers/refresh.ts';
import { testResolver } from '../resolvers/test-resolver.ts';
import type { ResolvedPerson } from '../store/known-people.ts';
import type { ResolverRow } from '../store/resolvers.ts';
import { type Parameters, required } from '../wire/parameters.ts';
import { notFound, WireError } from '../wire/wire-error.ts';
import { authorize } from './login-token.ts';
import { sendSigned } from './send.ts';

const saveResolver: Act = {
  name: 'resolver/saved',
  right: 'resolverwrite',
  target: 'nothing',
  async run(installation, { parameters }) {
    const name = resolverName(parameters);
    const { type, definition } = wantedDefinition(
      installation,
      parameters,
      await installation.store.resolvers.find(name),
    );
    const value = await installation.store.resolvers.save(rowOf(installation, name, type, definition));
    return { value, audit: { resolver: name, type } };
  },
};

const removeResolver: Act = {
  name: 'resolver/removed',
  right: 'resolverdelete',
  target: 'nothing',
  async run({ store }, { parameters }) {
    const name = resolverName(parameters);
    const [realm] = await store.realmMembers.realmsOf(name);
    if (realm !== undefined) {
      throw new WireError('configuration', `The resolver '${name}' is still contained in realm '${realm}'.`);
    }
    const value = await store.resolvers.remove(name);
    if (value === undefined) throw notFound('resolver');
    return { value, audit: { resolver: name } };
  },
};

/** privacyIDEA's `/resolver`: where people are kept. */
export function resolverRoutes(app: FastifyInstance, installation: Installation): void {
  const { resolvers } = installation.store;
  const done = async (facts: RequestFacts, act: Act) => {
    const success = await perform(installation, facts, act);
    forgetLookUps(installation);
    forgetRefreshes(installation);
    return success;
  };
  app.get('/resolver/', async (request, reply) => {
    const { parameters } = await reading(installation, request);
    const found = (await resolvers.all()).filter(({ type }) => !parameters.type || parameters.type === type);
    return sendSigned(installation, reply, { id: 1, value: Object.fromEntries(found.map(shown)) });
  });
  app.get('/resolver/:resolver', async (request, reply) => {
    const { parameters } = await reading(installation, request);
    const row = await resolvers.find(parameters.resolver ?? '');
    return sendSigned(installation, reply, { id: 1, value: row === undefined ? {} : Object.fromEntries([shown(row)]) });
  });
  app.post('/resolver/test', async (request, reply) => {
    await authorize(installation, request, 'resolverwrite');
    const { parameters } = await requestFacts(installation, request);
    const row = parameters.resolver ? await resolvers.find(parameters.resolver) : undefined;
    if (parameters.resolver && row === undefined) throw notFound('resolver');
    const { type, definition } = wantedDefinition(installation, parameters, row);
    const { passed, description, found } = await testResolver(installation, row, type, definition, parameters);
    const detail = { description, ...(found === undefined ? {} : { ...found, people: found.people.map(foundPerson) }) };
    return sendSigned(installation, reply, { id: 1, value: passed, detail });
  });
  app.post('/resolver/:resolver', async (request, reply) =>
    sendSigned(installation, reply, await done(await requestFacts(installation, request), saveResolver)),
  );
  app.delete('/resolver/:resolver', async (request, reply) =>
    sendSigned(installation, reply, await done(await requestFacts(installation, request), removeResolver)),
  );
}

async function reading(installation: Installation, request: FastifyRequest): Promise<RequestFacts> {
  await authorize(installation, request, 'resolverread');
  return requestFacts(installation, request);
}

/** What is to be, from what was sent and what is kept; throws what cannot work. */
function wantedDefinition(installation: Installation, parameters: Parameters, row: ResolverRow | undefined) {
  const type = parameters.type || row?.type || required(parameters, 'type');
  if (row !== undefined && row.type !== type) {
    throw new WireError('configuration', `The resolver '${row.name}' is of type '${row.type}' and stays so.`);
  }
  const definition = definitionOf(type, parameters, row === undefined ? undefined : openDefinition(installation, row));
  if (type !== 'internal') void kindOf(type).open(definition).close();
  return { type, definition };
}

function foundPerson({ username, userId, givenName, surname, email }: ResolvedPerson) {
  return { username, userid: userId, givenname: givenName, surname, email };
}

function resolverName({ resolver = '' }: Parameters): string {
  if (/^[A-Za-z0-9_.-]{1,100}$/.test(resolver) && resolver !== 'test') return resolver;
  throw new WireError(
    'parameter',
    `'${resolver.slice(0, 40)}' is no name for a resolver: letters, digits and . _ - only.`,
    { reason: 'name-form' },
  );
}

function shown(row: ResolverRow): [string, unknown] {
  const { name, type } = row;
  const censor_keys = type === 'internal' ? [] : kindOf(type).secrets;
  return [name, { type, resolvername: name, data: shownDefinition(row), censor_keys }];
}
