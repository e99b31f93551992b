import { afterAll, beforeAll, expect, test } from 'vitest';
import { serverReplies, wireFailure } from '../../domain/contract/server.ts';
import { importPeople } from '../../server/commands/people.ts';
import { readPeople } from '../../server/commands/read-people.ts';
import { administration } from './administration.ts';
import { type House, openHouse } from './house.ts';
import type { Reply } from './https-client.ts';
import { exchange, shape } from './recorded.ts';

/**
 * The life of privacyIDEA's recorded tokens, asked of our server from an empty start, in the order it was recorded:
 * the same statuses, codes, members and values.
 */
let house: House;
let header: Record<string, string>;
beforeAll(async () => {
  house = await openHouse();
  const people = 'username,givenname,surname,userid\nalice,Alice,T,1000\nbob,Bob,T,1001\ncarol,Carol,T,1002\n';
  await importPeople(house.server.installation, 'hq', readPeople(Buffer.from(people)));
  ({ header } = await administration(house));
});
afterAll(() => house.close());

async function replay(
  title: string,
  form?: Record<string, string>,
): Promise<{ reply: Reply; recorded: Reply['json'] }> {
  const recorded = exchange(title);
  const [method = '', path = ''] = recorded.request.split(' ');
  const fields = form ?? recorded.form;
  const reply = await house.client.send(method, path, {
    headers: header,
    ...(fields === undefined ? {} : { body: new URLSearchParams(fields).toString() }),
  });
  const route = recorded.request.split('?')[0] ?? '';
  const schema = reply.status === 200 ? serverReplies[route as keyof typeof serverReplies] : wireFailure;
  expect(schema?.safeParse(reply.json).error).toBeUndefined();
  return { reply, recorded };
}

/** The same status, the same result to the letter, and the same members with values of the same types. */
async function same(title: string): Promise<Reply> {
  const { reply, recorded } = await replay(title);
  expect([title, reply.status, reply.json.result]).toEqual([title, recorded.status, recorded.reply.result]);
  expect(shape(reply.json)).toEqual(shape(recorded.reply));
  return reply;
}

test('the default realm is made and read', async () => {
  const made = await replay('default realm');
  expect([made.reply.status, shape(made.reply.json)]).toEqual([200, shape(made.recorded.reply)]);
  const read = await replay('default realm, read');
  expect(shape(read.reply.json)).toEqual(shape(read.recorded.reply));
  expect(read.reply.json.result.value.hq.default).toBe(true);
});

test('the rights are types with the same sentences', async () => {
  const { reply, recorded } = await replay('rights');
  const { qr, ...shared } = reply.json.result.value;
  expect(qr).toBeDefined();
  expect(recorded.reply.result.value).toMatchObject(shared);
  expect(Object.keys(shared)).toEqual(expect.arrayContaining(['hotp', 'totp', 'yubikey']));
});

test('tokens are enrolled, with the same key in the same members', async () => {
  const hotp = await same('init hotp');
  const before = exchange('init hotp').reply as Reply['json'];
  expect(hotp.json.detail.otpkey).toMatchObject({
    value: before.detail.otpkey.value,
    value_b32: before.detail.otpkey.value_b32,
  });
  const query = (url: string) => url.slice(url.indexOf('?'));
  expect(query(hotp.json.detail.googleurl.value)).toBe(query(before.detail.googleurl.value));
  const totp = await same('init, key made by the server');
  expect(totp.json.detail.googleurl.value).toMatch(
    /^otpauth:\/\/totp\/[^?]+\?secret=[A-Z2-7]{32}&period=30&digits=6&creator=privacyidea&issuer=privacyIDEA&serial=/,
  );
  await same('init with a bad key');
  await same('init for an unknown person');
  const yubikey = await same('init yubikey');
  expect(yubikey.json.detail.otpkey.value).toBe('seed://ecde18dbe76fbd0c33330f1c354871db');
});

test('an unknown type is an error of the request, not of the server as it is there', async () => {
  const { reply, recorded } = await replay('init of an unknown type');
  expect([recorded.status, reply.status, reply.json.result.error.code]).toEqual([500, 400, 1610]);
});

test('tokens are assigned, and not to two people', async () => {
  await same('assign');
  const { reply, recorded } = await replay('assign, owned by another');
  const own = (message: string) => message.replace(/resolver='[^']*'/, '');
  expect([reply.status, own(reply.json.result.error.message)]).toEqual([
    recorded.status,
    own(recorded.reply.result.error.message),
  ]);
  expect(reply.json.result.error.code).toBe(1103);
  await same('assign, no such serial');
  await same('token info, set');
});

test('a code tells its token', async () => {
  const { reply, recorded } = await replay('whose code is this');
  expect(shape(reply.json)).toEqual(shape(recorded.reply));
  expect(reply.json.result.value).toEqual({ count: 3, serial: 'H1' });
});

test('tokens are resynced, disabled, enabled, revoked, taken back and deleted', async () => {
  for (const title of ['resync', 'disable', 'enable', 'revoke', 'login, revoked', 'unassign', 'delete'])
    await same(title);
});

test('the audit has the same columns, and says the same of an act', async () => {
  const { reply, recorded } = await replay('audit');
  const { value } = reply.json.result;
  const before = recorded.reply.result.value;
  expect(Object.keys(value)).toEqual(Object.keys(before));
  expect(Object.keys(value.auditdata[0])).toEqual(expect.arrayContaining(Object.keys(before.auditdata[0])));
  expect(value.auditcolumns.slice(0, 3)).toEqual(before.auditcolumns.slice(0, 3));
  expect(value).toMatchObject({ current: 1, next: 2, prev: null });
  expect(value.auditdata[0]).toMatchObject({ administrator: 'root', success: 1, sig_check: 'OK', client: '127.0.0.1' });
});
