import { randomBytes } from 'node:crypto';
import { connect } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, openHouse, password } from './house.ts';
import type { Reply } from './https-client.ts';

let house: House;
let login: Record<string, string>;
beforeAll(async () => {
  house = await openHouse();
  const { json } = await house.client.form('/auth', { username: 'root', password });
  login = { 'PI-Authorization': json.result.value.token };
  await house.give('100%_A');
  await house.give('1000xA');
});
afterAll(() => house.close());

/** Whatever is asked, the answer is an envelope: JSON with a status and, when it failed, a code and a sentence. */
function expectEnvelope(reply: Reply): void {
  expect(reply.headers['content-type']).toMatch(/^application\/json/);
  expect(reply.text).not.toMatch(/<html|<!doctype|SqliteError|node_modules|\.ts:/i);
  expect(reply.json).toMatchObject({ jsonrpc: '2.0', result: { status: reply.status === 200 } });
  if (reply.status !== 200) expect(reply.json.result.error).toMatchObject({ code: expect.any(Number) });
}

const json = { 'content-type': 'application/json' };

test.each<[string, string, string, string | Buffer, Record<string, string>, number, number]>([
  ['broken JSON', 'POST', '/validate/check', '{"user": ', json, 400, 905],
  ['a JSON list', 'POST', '/validate/check', '[1, 2]', json, 400, 905],
  ['a list for a name', 'POST', '/validate/check', '{"user": ["a"], "pass": "1"}', json, 400, 905],
  ['an object for a code', 'POST', '/validate/check', '{"serial": "x", "pass": {"$gt": ""}}', json, 400, 905],
  ['null for a name', 'POST', '/validate/check', '{"user": null, "pass": "1"}', json, 400, 905],
  ['no body', 'POST', '/validate/check', '', {}, 400, 905],
  ['no code', 'POST', '/validate/check', 'user=amara.okafor', {}, 400, 905],
  ['two megabytes', 'POST', '/validate/check', 'x'.repeat(2_000_000), {}, 413, 905],
  ['random bytes', 'POST', '/validate/check', randomBytes(5000), {}, 400, 905],
  ['a code of 20000 digits', 'POST', '/validate/check', `user=x&pass=${'1'.repeat(20_000)}`, {}, 400, 905],
  ['a broken content type', 'POST', '/validate/check', 'user=x&pass=1', { 'content-type': ';;=' }, 400, 905],
  ['SQL in a name', 'POST', '/validate/check', "user=' OR 1=1 --&pass=1", {}, 400, 904],
  ['a name of its own prototype', 'POST', '/validate/check', '{"__proto__": {"user": "x"}}', json, 400, 905],
  ['unknown person in any script', 'POST', '/validate/check', 'user=%F0%9F%92%A9%00%E2%80%AE&pass=%ff', {}, 400, 904],
  ['a serial that is a path', 'POST', '/validate/check', 'serial=../../etc/passwd&pass=1', {}, 404, 601],
  ['an unknown path', 'GET', '/nothing/here', '', {}, 404, 601],
  ['another method', 'DELETE', '/validate/check', '', {}, 404, 601],
  ['a path that climbs', 'GET', '/../../etc/passwd', '', {}, 404, 601],
  ['a broken escape in the path', 'GET', '/%E0%A4%A', '', {}, 400, 905],
  [
    'HTML',
    'POST',
    '/validate/check',
    '<html><script>alert(1)</script></html>',
    { 'content-type': 'text/html' },
    400,
    905,
  ],
  ['no login name', 'POST', '/auth', 'password=x', {}, 401, 4032],
  ['a wrong password', 'POST', '/auth', 'username=root&password=x', {}, 401, 4031],
  ['no password', 'POST', '/auth', 'username=root', {}, 401, 4031],
  ['an unknown administrator', 'POST', '/auth', 'username=nobody&password=x', {}, 401, 4031],
  ['no login', 'GET', '/token/', '', {}, 401, 4033],
  ['a login that is nonsense', 'GET', '/token/', '', { authorization: 'nonsense' }, 401, 4304],
  [
    'an unsigned login',
    'GET',
    '/user/',
    '',
    { authorization: 'eyJhbGciOiJub25lIn0.eyJ1c2VybmFtZSI6InJvb3QifQ.' },
    401,
    4304,
  ],
])('answers in the envelope to %s', async (_what, method, path, body, headers, status, code) => {
  const reply = await house.client.send(method, path, { headers, ...(body.length > 0 ? { body } : {}) });
  expectEnvelope(reply);
  expect([reply.status, reply.json.result.error.code]).toEqual([status, code]);
});

test.each(['page=0', 'page=-1', 'page=1e9', 'pagesize=100000', 'page=abc'])('refuses %s', async (query) => {
  const reply = await house.client.get(`/token/?${query}`, login);
  expectEnvelope(reply);
  expect([reply.status, reply.json.result.error.code]).toEqual([400, 905]);
});

test('takes the wildcards of SQL as they are written', async () => {
  const serials = async (wanted: string) => {
    const reply = await house.client.get(`/token/?serial=${encodeURIComponent(wanted)}`, login);
    expectEnvelope(reply);
    return reply.json.result.value.tokens.map(({ serial }: { serial: string }) => serial);
  };
  expect(await serials('100%_A')).toEqual(['100%_A']);
  expect(await serials('100%*')).toEqual(['100%_A']);
  expect(await serials('100*A')).toEqual(['100%_A', '1000xA']);
  expect(await serials('%')).toEqual([]);
  expect(await serials('_00%_A')).toEqual([]);
  expect(await serials("' OR '1'='1")).toEqual([]);
  expect(await serials('\\*')).toEqual([]);
});

test('ignores a sort column that is none', async () => {
  const reply = await house.client.get('/token/?sortby=serial;DROP%20TABLE%20audit&sortdir=sideways', login);
  expect(reply.json.result.value.count).toBe(2);
});

test('keeps answering after a client that speaks no HTTP, hangs up, or never ends', async () => {
  const { port } = new URL(house.server.url);
  for (const text of [
    'NONSENSE\r\n\r\n',
    'POST /validate/check HTTP/1.1\r\ncontent-length: 50\r\n\r\nuser=',
    '\0\0\0',
  ]) {
    await new Promise<void>((resolve, reject) => {
      const socket = connect(
        { port: Number(port), host: '127.0.0.1', ca: house.server.installation.authority.ca },
        () => socket.write(text, () => socket.destroy()),
      );
      socket.on('close', () => resolve());
      socket.on('error', reject);
    });
  }
  expect((await house.client.get('/ca.pem')).status).toBe(200);
});

test('answers to headers that are too long without HTML', async () => {
  const reply = await house.client.get('/token/', { 'PI-Authorization': 'x'.repeat(30_000) });
  expect(reply.status).toBe(431);
  expectEnvelope(reply);
});

test('says nothing of what went wrong inside to whoever asks', async () => {
  const reply = await house.client.send('POST', '/stations/enrol', { body: '{"secret": 1}' });
  expect([reply.status, reply.json]).toEqual([
    422,
    { failure: 'refused', reason: 'the request is not in the agreed form' },
  ]);
});
