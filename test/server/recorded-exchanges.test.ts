import { constants, createPublicKey, verify } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serverReplies, wireFailure } from '../../domain/contract/server.ts';
import { hotp } from '../../domain/otp/hotp.ts';
import { hashPin } from '../../server/check/pin.ts';
import { addExamplePeople, importPeople } from '../../server/commands/people.ts';
import { readPeople } from '../../server/commands/read-people.ts';
import { type House, openHouse, password } from './house.ts';
import type { Reply } from './https-client.ts';
import { rawSql } from './raw-sql.ts';
import { type Exchange, exchange, exchanges, shape } from './recorded.ts';
import { rfcSeed } from './test-station.ts';

/**
 * What a running privacyIDEA 3.11.4 answered, asked again here. Compared are the status, the members and the type of
 * each value; and the value itself where it belongs to the contract.
 */
let house: House;
let token: string;
beforeAll(async () => {
  house = await openHouse();
  const { installation } = house.server;
  await addExamplePeople(installation);
  await importPeople(
    installation,
    'hq',
    readPeople(
      Buffer.from(
        'username,givenname,surname,email,mobile,phone,office,userid\n' +
          'alice,Alice,Test,alice@example.com,+4400000,+4400000,,1000\nbob,Bob,Test,,,,,1001\ncarol,Carol,Test,,,,,1002\n',
      ),
    ),
  );
  await installation.store.people.setDefaultRealm('hq');
  const alice = (await installation.store.people.find('hq', 'alice'))?.id ?? -1;
  const bob = (await installation.store.people.find('hq', 'bob'))?.id ?? -1;
  const at = new Date().toISOString();
  const owned = { ownerId: alice, realms: ['hq'], assignedAt: at };
  await house.give('H1', { ...owned, pinHash: await hashPin(Buffer.from('1234')), counter: 1 });
  await house.give(
    'TOTP0000E3AA',
    { ...owned, type: 'totp', pinHash: await hashPin(Buffer.from('99')) },
    Buffer.alloc(20, 4),
  );
  await house.give('UBAM12345678_1', { ownerId: bob, realms: ['hq'], revoked: 1, type: 'yubikey', otpLength: 44 });
  token = (await house.client.form('/auth', { username: 'root', password })).json.result.value.token;
});
afterAll(() => house.close());

/** The contract's schema for an exchange, if its route is in the contract. */
function contractOf({ request, status }: Exchange) {
  if (status !== 200) return wireFailure;
  const route = request.split('?')[0] ?? '';
  return route in serverReplies ? serverReplies[route as keyof typeof serverReplies] : undefined;
}

test('the contract holds for what privacyIDEA itself answered', () => {
  const held = exchanges.filter((exchange) => {
    const schema = typeof exchange.reply === 'string' ? undefined : contractOf(exchange);
    if (schema !== undefined)
      expect([exchange.title, schema.safeParse(exchange.reply).error]).toEqual([exchange.title, undefined]);
    return schema !== undefined;
  });
  expect(held.length).toBeGreaterThan(20);
});

async function ask(exchange: Exchange): Promise<Reply> {
  const { request, form, header } = exchange;
  const [method = '', path = ''] = request.split(' ');
  const reply = await house.client.send(method, path, {
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(header === undefined ? {} : { 'PI-Authorization': token }),
    },
    ...(form === undefined ? {} : { body: new URLSearchParams(form).toString() }),
  });
  expect(contractOf({ ...exchange, status: reply.status })?.safeParse(reply.json).error).toBeUndefined();
  return reply;
}

/** `validate/check` without a nonce is not signed here, by decision. */
function withoutSignature(reply: unknown): unknown {
  const { signature: _signature, ...others } = reply as Record<string, unknown>;
  return others;
}

describe('answers as privacyIDEA did', () => {
  test.each([
    'wrong admin password',
    'no header',
    'login, unknown person',
    'login, person without tokens',
    'login, unknown serial',
    'login without parameters',
    'login, revoked',
  ])('%s', async (title) => {
    const recorded = exchange(title);
    const reply = await ask(recorded);
    expect(reply.status).toBe(recorded.status);
    expect(shape(withoutSignature(reply.json))).toEqual(shape(withoutSignature(recorded.reply)));
    const { result, id } = reply.json;
    const before = recorded.reply as { result: Record<string, unknown>; id: number };
    expect(id).toBe(before.id);
    expect(result).toEqual(before.result);
  });

  test('realms', async () => {
    const recorded = exchange('realms');
    const reply = await ask(recorded);
    const { office, ...realms } = reply.json.result.value;
    expect(office).toMatchObject({ default: false });
    expect(shape({ ...reply.json, result: { status: true, value: realms } })).toEqual(shape(recorded.reply));
    expect(realms.hq).toMatchObject({ default: true, option: '' });
  });

  test('login, same code', async () => {
    const recorded = exchange('login, same code');
    const reply = await ask(recorded);
    expect(shape(withoutSignature(reply.json))).toEqual(shape(withoutSignature(recorded.reply)));
    expect(reply.json.detail).toMatchObject({
      message: 'wrong otp value. previous otp used again',
      otplen: 6,
      serial: 'H1',
      type: 'hotp',
    });
  });

  test('login by serial', async () => {
    const recorded = exchange('login by serial');
    const reply = await ask(recorded);
    expect(shape(reply.json)).toEqual(shape(withoutSignature(recorded.reply)));
    expect(reply.json.result).toEqual({ authentication: 'ACCEPT', status: true, value: true });
  });

  test('login, disabled', async () => {
    const { store } = house.server.installation;
    await rawSql(store, "UPDATE credentials SET active = 0 WHERE serial = 'H1'");
    const recorded = exchange('login, disabled');
    const reply = await ask(recorded);
    expect(reply.json.result).toEqual((recorded.reply as { result: unknown }).result);
    expect(reply.json.detail).toMatchObject({ message: 'matching 1 tokens, Token is disabled', serial: 'H1' });
    await rawSql(store, "UPDATE credentials SET active = 1 WHERE serial = 'H1'");
  });

  test('admin login', async () => {
    const recorded = exchange('admin login');
    const reply = await house.client.form('/auth', { username: 'root', password });
    expect(reply.status).toBe(200);
    const before = (recorded.reply as { result: { value: Record<string, unknown> } }).result.value;
    const { value } = reply.json.result;
    for (const member of ['auth', 'role', 'username', 'realm', 'token', 'rights', 'menus', 'log_level']) {
      expect([member, shape(value[member])]).toEqual([member, shape(before[member])]);
    }
    expect(shape(withoutSignature({ ...reply.json, result: 0 }))).toEqual(
      shape(withoutSignature({ ...(recorded.reply as object), result: 0 })),
    );
  });

  test('people', async () => {
    const recorded = exchange('people');
    const reply = await ask(recorded);
    expect(shape(reply.json)).toEqual(shape(recorded.reply));
    expect(reply.json.result.value).toHaveLength(1);
    expect(reply.json.result.value[0]).toMatchObject({ username: 'alice', userid: '1000', phone: '+4400000' });
  });

  test('tokens, two to a page', async () => {
    const recorded = exchange('tokens');
    const reply = await ask(recorded);
    const { value } = reply.json.result;
    const before = (recorded.reply as { result: { value: { tokens: Record<string, unknown>[] } } }).result.value;
    expect({ ...value, tokens: 0 }).toEqual({ ...before, tokens: 0 });
    for (const [place, listed] of value.tokens.entries()) {
      const { info, ...members } = listed;
      const { info: infoBefore, ...membersBefore } = before.tokens[place] as Record<string, unknown>;
      expect(shape(members)).toEqual(shape(membersBefore));
      expect(Object.keys(info)).toEqual(expect.arrayContaining(Object.keys(infoBefore as object)));
      expect(shape(info)).toMatchObject(shape(infoBefore) as object);
    }
  });
});

test('a path that does not exist is answered in the envelope, not in HTML as privacyIDEA does', async () => {
  const reply = await ask(exchange('no such path'));
  expect([reply.status, reply.json.result.error.code]).toEqual([404, 601]);
});

test('a reply’s signature verifies over its bytes without the signature, whatever letters are in it', async () => {
  const { installation } = house.server;
  const key = createPublicKey(installation.keys.replyKey);
  const replies = [
    await house.client.get('/user/?realm=office', { authorization: token }),
    await house.client.form('/validate/check', { serial: 'H1', pass: hotp(rfcSeed, 0), nonce: 'Größe ☃ 💩' }),
    await house.client.get('/nothing'),
  ];
  for (const { text, json } of replies) {
    expect(text).toMatch(/^[\x20-\x7e]+$/);
    const { signature } = json;
    const signed = text.replace(`, "signature": "${signature}"`, '');
    expect(signed).not.toBe(text);
    const saltLength = constants.RSA_PSS_SALTLEN_MAX_SIGN;
    const bytes = Buffer.from(signature.replace('rsa_sha256_pss:', ''), 'hex');
    const padding = constants.RSA_PKCS1_PSS_PADDING;
    expect(verify('sha256', Buffer.from(signed), { key, padding, saltLength }, bytes)).toBe(true);
    expect(verify('sha256', Buffer.from(`${signed} `), { key, padding, saltLength }, bytes)).toBe(false);
  }
  expect(replies[1]?.json.nonce).toBe('Größe ☃ 💩');
});

test('nobody lists tokens without the right, from the moment it is taken away', async () => {
  const { admins } = house.server.installation.store;
  const listed = () => house.client.get('/token/', { 'PI-Authorization': token });
  expect((await listed()).status).toBe(200);
  await admins.setRights('root', ['userlist']);
  const refused = await listed();
  expect([refused.status, refused.json.result.error.code]).toEqual([403, 303]);
  expect((await house.client.get('/user/', { authorization: `Bearer ${token}` })).status).toBe(200);
  await admins.setRights('root', ['tokenlist', 'userlist']);
});
