import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serverApp } from '../../server/app.ts';
import { operations } from '../../server/openapi/document.ts';
import { type Administration, administration } from './administration.ts';
import { type House, openHouse } from './house.ts';

let house: House;
let admin: Administration;
// biome-ignore lint/suspicious/noExplicitAny: the document is looked into at many depths
let document: any;
beforeAll(async () => {
  house = await openHouse();
  admin = await administration(house);
  document = (await house.client.get('/openapi.json')).json;
});
afterAll(() => house.close());

/** The routes that the router answers at, from its own drawing of them. */
async function registered(): Promise<readonly string[]> {
  const { installation } = house.server;
  const app = serverApp(installation, await installation.authority.certificate(['localhost'], new Date()));
  const found: string[] = [];
  await app.ready();
  const open: string[] = [];
  for (const line of app.printRoutes({ commonPrefix: false }).split('\n')) {
    const drawn = /^([│ ]*)[├└]── (\S*)(?: \(([A-Z, ]+)\))?$/.exec(line);
    if (drawn === null) continue;
    const [, indent = '', piece = '', methods] = drawn;
    const depth = indent.length / 4;
    open.splice(depth, open.length, piece);
    for (const method of methods?.split(', ') ?? []) found.push(`${method} ${open.join('')}`);
  }
  await app.close();
  return found;
}

test('is OpenAPI 3.1 by its own schema', async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(document);
  expect(errors ?? []).toEqual([]);
  expect([valid, validator.version]).toEqual([true, '3.1']);
});

test('has every route of the server, with words for each', async () => {
  const told = Object.entries<object>(document.paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
  );
  // To the router a slash at the end makes no difference, nor does the name of a piece.
  const plain = (routes: readonly string[]) =>
    routes.map((route) => route.replace(/[:<][\w|:]+>?/g, ':').replace(/\/$/, '')).sort();
  expect(plain(told)).toEqual(plain(await registered()));
  expect(plain(told)).toEqual(plain(Object.keys(operations)));
  expect(JSON.stringify(document)).not.toContain('Not described yet');
});

test('names every piece of a path, and each operation once', () => {
  const ids: string[] = [];
  for (const [path, item] of Object.entries<object>(document.paths)) {
    for (const operation of Object.values(item)) {
      ids.push(operation.operationId);
      const pieces = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const named = (operation.parameters ?? []).filter((one: { in: string }) => one.in === 'path');
      expect(named.map(({ name }: { name: string }) => name)).toEqual(pieces);
      for (const { description } of operation.parameters ?? []) expect(description).not.toBe('');
    }
  }
  expect(new Set(ids).size).toBe(ids.length);
});

test('says rightly where somebody must be logged in, and every route in it answers', async () => {
  for (const [path, item] of Object.entries<object>(document.paths)) {
    for (const [method, operation] of Object.entries(item)) {
      const url = path.replace(/\{(\w+)\}/g, 'x.csv');
      const reply = await house.client.send(method.toUpperCase(), url);
      const [scheme] = operation.security.flatMap((one: object) => Object.keys(one));
      const where = `${method} ${path}`;
      expect(reply.text, where).not.toContain('was not found on the server');
      expect(reply.text, where).not.toContain('nothing at this address');
      if (scheme === 'administrator') expect([where, reply.json.result.error.code]).toEqual([where, 4033]);
      else if (scheme === 'station') expect([where, reply.status]).toEqual([where, 401]);
      else expect([where, reply.status === 401 && path !== '/auth']).toEqual([where, false]);
    }
  }
});

describe('the replies', () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });

  test('have the form that it says, refusals too', async () => {
    await house.give('HOTP1');
    let compared = 0;
    const needed: Readonly<Record<string, string>> = {
      '/policy/check': '?user=ada&realm=office&scope=authentication&action=otppin',
      '/trust/login-after': '?user=amara.okafor&realm=office&serial=HOTP1&becomes=gone',
      '/validate/check': '?serial=HOTP1&pass=1',
      '/validate/polltransaction': '?transaction_id=1',
      '/validate/triggerchallenge': '?serial=HOTP1',
    };
    for (const [path, item] of Object.entries<Record<string, never>>(document.paths)) {
      // biome-ignore lint/suspicious/noExplicitAny: see above
      const get = item.get as any;
      if (get === undefined || path.includes('{') || path.startsWith('/stations')) continue;
      const reply = await admin.get(`${path}${needed[path] ?? ''}`);
      const refused = reply.json?.result?.status === false;
      const schema = get.responses[refused ? 'default' : '200'].content['application/json']?.schema;
      if (schema === undefined) continue;
      compared += 1;
      const fits = ajv.compile({ ...schema, components: document.components });
      expect([path, refused, fits(reply.json), fits.errors ?? []]).toEqual([path, false, true, []]);
    }
    expect(compared).toBeGreaterThan(15);
    const fits = ajv.compile({ $ref: '#/components/schemas/Failure', components: document.components });
    expect(fits((await house.client.get('/token/')).json)).toBe(true);
  });
});

test('tells nothing that is secret', () => {
  const text = JSON.stringify(document);
  expect(text).not.toContain(house.directory);
  expect(text).not.toContain('root');
});

test('is served by GET only, in one piece, to anybody', async () => {
  const reply = await house.client.get('/openapi.json');
  expect([reply.status, reply.headers['content-type']]).toEqual([200, 'application/json; charset=utf-8']);
  expect((await house.client.send('POST', '/openapi.json')).status).toBe(404);
});
