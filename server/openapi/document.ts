import { z } from 'zod';
import { serverReplies, wireFailure } from '../../domain/contract/server.ts';
import { administratorOperations } from './administrator-operations.ts';
import { loginOperations } from './login-operations.ts';
import type { Operation, Operations } from './operation.ts';
import { peopleOperations } from './people-operations.ts';
import { policyOperations } from './policy-operations.ts';
import { systemOperations } from './system-operations.ts';
import { tokenOperations } from './token-operations.ts';
import { trustOperations } from './trust-operations.ts';

/** What is told of each route; a route that is not here shows in the document without words. */
export const operations: Operations = {
  ...loginOperations,
  ...tokenOperations,
  ...peopleOperations,
  ...policyOperations,
  ...systemOperations,
  ...administratorOperations,
  ...trustOperations,
};

interface Route {
  readonly method: string;
  /** As fastify has it: `/token/:serial`. */
  readonly url: string;
}

type Json = Readonly<Record<string, unknown>>;

const replies: Readonly<Record<string, z.ZodType>> = serverReplies;

/** OpenAPI 3.1 (spec.openapis.org/oas/v3.1.1) of these routes. */
export function openApiDocument(routes: readonly Route[]): Json {
  const paths: Record<string, Record<string, Json>> = {};
  // Two paths that differ in the names of their pieces only are one: the first one's names stand for both.
  const byShape = new Map<string, string>();
  for (const { method, url } of routes) {
    const shape = url.replace(/:\w+/g, ':');
    const path = byShape.get(shape) ?? url.replace(/:(\w+)/g, '{$1}');
    byShape.set(shape, path);
    const item = paths[path] ?? {};
    item[method.toLowerCase()] = operationObject(method, url, path);
    paths[path] = item;
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Keydesk server',
      version: '3.11',
      description:
        'privacyIDEA’s REST wire, and the desks’ own. Parameters come in the query, as a form or as one JSON object, ' +
        'and are merged in this order. Every reply is an envelope: `result.status` says whether it was done, ' +
        '`result.value` what came of it, or `result.error` has a code and a sentence.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(routes.map(({ url }) => tagOf(url)))].sort().map((name) => ({ name })),
    paths: Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1))),
    components: {
      securitySchemes: {
        administrator: {
          type: 'apiKey',
          in: 'header',
          name: 'PI-Authorization',
          description: 'The token that POST /auth gives. `Authorization: Bearer` does as well.',
        },
        station: {
          type: 'apiKey',
          in: 'header',
          name: 'Signature',
          description: 'RFC 9421, Ed25519, by the key of an enrolled desk.',
        },
      },
      schemas: { Failure: schemaOf(wireFailure), Success: anySuccess },
    },
  };
}

function operationObject(method: string, url: string, path: string): Json {
  const key = `${method} ${url.replace(/:(\w+)/g, '<$1>')}`;
  const operation: Operation = operations[key] ?? { summary: key, gives: 'Not described yet.' };
  const { summary, right, gives, needs = {}, takes = {} } = operation;
  const pieces = [...url.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const fields = Object.entries({ ...needs, ...takes }).filter(([name]) => !pieces.includes(name));
  const inQuery = method === 'GET' || method === 'DELETE';
  const parameters = [
    ...pieces.map((name, place) => parameter('path', names[place] ?? name, needs[name] ?? takes[name] ?? '', true)),
    ...(inQuery ? fields.map(([name, text]) => parameter('query', name, text, name in needs)) : []),
  ];
  return {
    summary,
    operationId: key.replace(/[^A-Za-z0-9]+/g, '_').replace(/^_|_$/g, ''),
    tags: [tagOf(url)],
    ...(right ? { description: right === 'station' ? 'Signed by an enrolled desk.' : `Right: ${right}.` } : {}),
    security: right === undefined ? [] : [{ [right === 'station' ? 'station' : 'administrator']: [] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(inQuery ? {} : requestBody(operation, fields, needs)),
    responses: {
      200: { description: gives, content: content(key, operation) },
      default: {
        description: 'It was not done.',
        content: { 'application/json': { schema: url.startsWith('/stations') ? {} : ref('Failure') } },
      },
    },
  };
}

function requestBody({ body }: Operation, fields: readonly [string, string][], needs: Json): Json {
  if (body !== undefined && body !== 'file') {
    return { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body) } } } };
  }
  if (body === undefined && fields.length === 0) return {};
  const required = [...fields.filter(([name]) => name in needs).map(([name]) => name), ...(body ? ['file'] : [])];
  const schema = {
    type: 'object',
    properties: {
      ...Object.fromEntries(fields.map(([name, description]) => [name, { type: 'string', description }])),
      ...(body === 'file' ? { file: { type: 'string', format: 'binary', description: 'The file.' } } : {}),
    },
    ...(required.length > 0 ? { required } : {}),
  };
  const media = body === 'file' ? ['multipart/form-data'] : ['application/x-www-form-urlencoded', 'application/json'];
  return {
    requestBody: {
      required: required.length > 0,
      content: Object.fromEntries(media.map((name) => [name, { schema }])),
    },
  };
}

function content(key: string, { media = 'application/json', reply }: Operation): Json {
  const known = reply ?? replies[key];
  if (known !== undefined) return { [media]: { schema: schemaOf(known) } };
  if (key === 'GET /openapi.json') return { [media]: { schema: { type: 'object' } } };
  return { [media]: { schema: media === 'application/json' ? ref('Success') : { type: 'string' } } };
}

function parameter(where: 'path' | 'query', name: string, description: string, required: boolean): Json {
  return { name, in: where, description, required, schema: { type: 'string' } };
}

function ref(name: string): Json {
  return { $ref: `#/components/schemas/${name}` };
}

function tagOf(url: string): string {
  return url.split('/')[1]?.split('.')[0] ?? '';
}

function schemaOf(schema: z.ZodType): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' });
  return json;
}

const anySuccess: Json = {
  type: 'object',
  required: ['id', 'jsonrpc', 'result', 'time', 'version', 'versionnumber'],
  properties: {
    result: { type: 'object', required: ['status', 'value'], properties: { status: { const: true }, value: {} } },
    detail: { type: ['object', 'null'] },
  },
};
