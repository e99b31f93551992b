import { mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { authority } from '../../server/tls/authority.ts';
import { type Exchange, exchange } from '../server/recorded.ts';
import { bytes, type DeskAtWork, deskAtWork, newDirectory } from './desk-at-work.ts';
import { failureOf } from './failure-of.ts';
import { pairAs } from './privacyidea-desk.ts';

/** What a running privacyIDEA answered, word for word, to whatever the desk asks of its path; and who asked with what. */
let server: Server;
let url: string;
let asked: { readonly path: string; readonly authorization: string }[] = [];
/** Answers that come before the usual ones, each once, by path. */
let first: { readonly path: string; readonly status: number; readonly reply: unknown }[] = [];

const usual: Readonly<Record<string, Exchange>> = {
  '/auth': exchange('admin login'),
  '/realm/': exchange('realms'),
  '/user/': exchange('people'),
  '/policy/': exchange('policies'),
};

beforeAll(async () => {
  const folder = newDirectory();
  mkdirSync(join(folder, 'keys'));
  const made = await authority(folder, new Date());
  server = createServer(await made.certificate(['127.0.0.1', 'localhost'], new Date()), (incoming, outgoing) => {
    const path = (incoming.url ?? '').split('?')[0] ?? '';
    asked.push({ path, authorization: String(incoming.headers['pi-authorization'] ?? '') });
    const place = first.findIndex((one) => one.path === path);
    const [once] = place < 0 ? [] : first.splice(place, 1);
    const { status, reply } = once ?? usual[path] ?? { status: 200, reply: lastPage() };
    outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(reply));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server?.closeAllConnections();
  server?.close();
});
beforeEach(() => {
  asked = [];
  first = [];
});

/** The recorded page of tokens as the last one: what was recorded has another page behind it. */
function lastPage(): unknown {
  const { reply } = exchange('tokens');
  return { ...reply, result: { ...reply.result, value: { ...reply.result.value, next: null } } };
}

async function newDesk(): Promise<DeskAtWork> {
  const at = await deskAtWork({ trial: { pullEveryMs: 3_600_000 } });
  await at.ask('vault/create', { passphrase: bytes('a passphrase nobody guesses') });
  return at;
}

const byPassword = { name: 'root', by: 'password', secret: 'a password' } as const;

test('takes over the people and tokens that a real privacyIDEA listed', async () => {
  const at = await newDesk();
  await pairAs(at, url, byPassword);
  expect(await at.ask('sync/state')).toMatchObject({ problem: null, online: true });
  expect((await at.ask('people/search', { query: '', limit: 9 })).rows).toMatchObject([
    { realm: 'hq', username: 'alice', userId: '1000', givenName: 'Alice', surname: 'Test', email: 'alice@example.com' },
  ]);
  const listed = exchange('tokens').reply.result.value.tokens as { serial: string; username: string }[];
  const ofAlice = listed.filter(({ username }) => username === 'alice').map(({ serial }) => serial);
  expect(ofAlice.length).toBeGreaterThan(0);
  const [alice] = (await at.ask('people/search', { query: 'alice', limit: 1 })).rows;
  expect(alice?.tokens.map(({ serial }) => serial)).toEqual(ofAlice);
  await at.desk.close();
});

test('reads on to the last page', async () => {
  const at = await newDesk();
  await pairAs(at, url, byPassword);
  asked = [];
  first = [{ path: '/token/', status: 200, reply: exchange('tokens').reply }];
  await at.ask('sync/send-now');
  expect(asked.filter(({ path }) => path === '/token/')).toHaveLength(2);
  await at.desk.close();
});

test('logs in once, sends the token as it is, and logs in again when it has expired', async () => {
  const at = await newDesk();
  await pairAs(at, url, byPassword);
  const token = exchange('admin login').reply.result.value.token as string;
  expect(asked.filter(({ path }) => path !== '/auth').every(({ authorization }) => authorization === token)).toBe(true);
  asked = [];
  await at.ask('sync/send-now');
  expect(asked.some(({ path }) => path === '/auth')).toBe(false);
  const { reply } = exchange('no header');
  const expired = { ...reply, result: { status: false, error: { code: 4305, message: 'expired' } } };
  first = [{ path: '/realm/', status: 401, reply: expired }];
  expect(await at.ask('sync/send-now')).toMatchObject({ problem: null });
  expect(asked.filter(({ path }) => path === '/auth')).toHaveLength(1);
  await at.desk.close();
});

test('with an API token asks for no login at all', async () => {
  const at = await newDesk();
  await pairAs(at, url, { name: 'desk', by: 'token', secret: 'eyJ.api.token' });
  expect(asked.some(({ path }) => path === '/auth')).toBe(false);
  expect(new Set(asked.map(({ authorization }) => authorization))).toEqual(new Set(['eyJ.api.token']));
  const { status, reply } = exchange('no header');
  first = [{ path: '/realm/', status, reply }];
  expect((await at.ask('sync/send-now')).problem).toMatchObject({ code: 'sync/account' });
  await at.desk.close();
});

test('says a wrong password by name, with the server’s words', async () => {
  const at = await newDesk();
  const { status, reply } = exchange('wrong admin password');
  first = [{ path: '/auth', status, reply }];
  expect(await failureOf(pairAs(at, url, byPassword))).toEqual({
    code: 'sync/account',
    context: { said: 'Authentication failure. Wrong credentials' },
  });
  await at.desk.close();
});

test('does not pair by an account that is no administrator’s, or may not list tokens', async () => {
  const at = await newDesk();
  const { reply } = exchange('admin login');
  const person = { ...reply, result: { ...reply.result, value: { ...reply.result.value, role: 'user' } } };
  first = [{ path: '/auth', status: 200, reply: person }];
  expect(await failureOf(pairAs(at, url, byPassword))).toMatchObject({ context: { reason: 'role' } });
  const { reply: limited, status } = exchange('init over the limit');
  first = [{ path: '/token/', status, reply: limited }];
  expect(await failureOf(pairAs(at, url, byPassword))).toMatchObject({ context: { reason: 'right' } });
  expect((await at.ask('app/state')).phase).toBe('enrol');
  await at.desk.close();
});

test.each([
  [
    'people',
    '/user/',
    { status: false, error: { code: 907, message: 'ERR907: the directory is down' } },
    400,
    'sync/refused',
  ],
  ['realms', '/realm/', { status: true, value: ['no', 'object'] }, 200, 'sync/not-keydesk'],
  ['tokens', '/token/', { status: true, value: { tokens: [{ noserial: 1 }] } }, 200, 'sync/not-keydesk'],
] as const)('keeps what it has when %s are not to be had', async (_what, path, result, status, code) => {
  const at = await newDesk();
  await pairAs(at, url, byPassword);
  first = [{ path, status, reply: { ...exchange('realms').reply, result } }];
  expect((await at.ask('sync/send-now')).problem).toMatchObject({ code });
  expect((await at.ask('people/search', { query: 'alice', limit: 1 })).rows).toHaveLength(1);
  await at.desk.close();
});
