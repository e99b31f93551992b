import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { snapshot } from '../../domain/contract/station.ts';
import { hotp } from '../../domain/otp/hotp.ts';
import { hashPin } from '../../server/check/pin.ts';
import { type Administration, administration, told } from './administration.ts';
import { type House, openHouse } from './house.ts';
import { rawSql } from './raw-sql.ts';
import { rfcSeed, type TestStation } from './test-station.ts';

/**
 * People of one resolver in the realms `office` and `branch`. Tokens are of the account in a realm, as privacyIDEA 3.14
 * has it (`npm run interop`, two-realms.ts); what is required, allowed and denied is the person's.
 */
let house: House;
let admin: Administration;
let station: TestStation;
let time = new Date('2026-11-22T09:00:00Z');
const password = 'amara’s own password';
const amara = 'amara.okafor';
const json = { 'content-type': 'application/json' };

beforeAll(async () => {
  house = await openHouse(() => time);
  admin = await administration(house);
  station = await house.enrol('Lagos');
  const { store } = house.server.installation;
  for (const username of [amara, 'ines.garcia']) {
    const person = await store.ownPeople.find('office', username);
    if (person === undefined) throw new Error('the example people are there');
    await store.ownPeople.change('office', { ...person, passwordHash: await hashPin(Buffer.from(password)) });
  }
  await admin.post('/realm/branch', { resolvers: 'office' });
});
afterAll(() => house.close());
beforeEach(async () => {
  const { store } = house.server.installation;
  await rawSql(store, "UPDATE credentials SET ended_at = '2026-01-01' WHERE ended_at IS NULL");
  for (const table of ['group_settings', 'group_members', 'issuance_queue', 'temporary_codes', 'guesses', 'policies']) {
    await rawSql(store, `DELETE FROM ${table}`);
  }
  time = new Date(time.getTime() + 1_200_000);
  admin = await administration(house);
});

const idIn = async (realm: string, username = amara) =>
  (await house.server.installation.store.people.find(realm, username))?.id ?? -1;
const give = async (serial: string, realm: string, username = amara) =>
  house.give(serial, { ownerId: await idIn(realm, username), realms: [realm] });
const post = async (path: string, body: object) =>
  house.client.send('POST', path, { body: JSON.stringify(body), headers: json });
const logIn = async (realm: string, fields = {}) =>
  (await post('/login', { username: amara, realm, password, ...fields })).json;
const requireOf = async (who: string, word = 'allow') => {
  await admin.post('/trust/groups/finance', { name: 'Finance', [word]: 'require_token', locks_out: '1' });
  expect(told(await admin.post('/trust/groups/finance/members', { user: who, locks_out: '1' }))).toBe(true);
};
const check = (realm: string, pass: string) => admin.check({ user: amara, realm, pass });

describe('on the wire, where a token is of the account in a realm', () => {
  const serials = async (realm: string) =>
    // biome-ignore lint/suspicious/noExplicitAny: the reply of the wire
    (await admin.get(`/token/?user=${amara}&realm=${realm}`)).json.result.value.tokens.map((one: any) => one.serial);

  test('lists, lets in and counts the tokens of that realm', async () => {
    await give('B1', 'branch');
    expect([await serials('office'), await serials('branch')]).toEqual([[], ['B1']]);
    expect([await check('office', hotp(rfcSeed, 1)), await check('branch', hotp(rfcSeed, 1))]).toEqual([false, true]);
    await admin.post('/policy/one', { scope: 'enrollment', action: 'max_token_per_user=1', realm: '' });
    const init = (realm: string) => admin.post('/token/init', { type: 'hotp', genkey: '1', user: amara, realm });
    expect([told(await init('branch')), told(await init('office'))]).toEqual([[403, 303], true]);
  });

  test('does not let in by a token that is in both realms, but owned through the other', async () => {
    await give('B1', 'branch');
    expect(told(await admin.post('/token/realm/B1', { realms: 'office,branch' }))).toBe(true);
    expect([await serials('office'), await check('office', hotp(rfcSeed, 1))]).toEqual([[], false]);
  });

  test('is a stranger’s token for whoever names it with the other realm', async () => {
    await give('B1', 'branch');
    expect(told(await admin.post('/token/assign', { serial: 'B1', user: amara, realm: 'office' }))).toEqual([
      400, 1103,
    ]);
    expect(
      told(await house.client.form('/validate/check', { serial: 'B1', user: amara, realm: 'office', pass: '1' })),
    ).toEqual([400, 905]);
  });

  test.each([
    ['/token/disable', {}],
    ['/token/enable', {}],
    ['/token/reset', {}],
    ['/token/revoke', {}],
    ['/token/unassign', {}],
    ['/token/set', { count_window: '11' }],
    ['/token/setpin', { otppin: 'x' }],
    ['/token/resync', { otp1: '1', otp2: '2' }],
    ['/token/description', { description: 'x' }],
  ])('finds no token for %s that is another’s than whose is named', async (path, more) => {
    await give('B1', 'branch');
    const before = await admin.token('B1');
    for (const who of [
      { user: amara, realm: 'office' },
      { user: 'hana.novakova', realm: 'office' },
    ]) {
      expect(told(await admin.post(path, { serial: 'B1', ...who, ...more }))).toEqual([404, 601]);
    }
    expect(await admin.token('B1')).toEqual(before);
  });

  test('neither deletes nor loses a token that is another’s than whose is named', async () => {
    await give('B1', 'branch');
    expect(told(await admin.remove(`/token/B1?user=${amara}&realm=office`))).toEqual([404, 601]);
    expect(told(await admin.post('/token/lost/B1', { user: amara, realm: 'office' }))).toEqual([400, 301]);
    expect((await admin.token('B1')).active).toBe(true);
    expect(told(await admin.remove(`/token/B1?user=${amara}&realm=branch`))).toBe(1);
  });

  test('counts wrong guesses through both realms together', async () => {
    await give('A1', 'office');
    await give('B1', 'branch');
    for (let at = 0; at < 10; at += 1) for (const realm of ['office', 'branch']) await check(realm, 'wrong');
    const reply = await house.client.form('/validate/check', { user: amara, realm: 'branch', pass: hotp(rfcSeed, 1) });
    expect(reply.json.detail.message).toMatch(/^Too many wrong guesses/);
  });
});

describe('at the gate, where it is the person who comes', () => {
  test.each(['office', 'branch'])('asks for the token through %s', async (realm) => {
    await give('A1', 'office');
    const { next, session } = await logIn(realm);
    expect(next).toBe('code');
    expect((await post('/login/code', { session, code: hotp(rfcSeed, 2) })).json.next).toBe('done');
  });

  test.each(['office', 'branch'])(
    'requires a token through %s of whom a group asks it of in the office',
    async (realm) => {
      await requireOf(`${amara}@office`);
      expect((await logIn(realm)).next).toBe('refused');
    },
  );

  test.each(['office', 'branch'])('lets a Deny through the branch hold through %s', async (realm) => {
    await admin.post('/trust/groups/everyone', { name: 'Everyone', allow: 'require_token', locks_out: '20' });
    await requireOf(`${amara}@branch`, 'deny');
    expect((await logIn(realm)).next).toBe('done');
  });

  test('takes a group off through either realm', async () => {
    await requireOf(`${amara}@office`);
    expect(told(await admin.remove(`/trust/groups/finance/members?user=${amara}@branch`))).toBe(true);
    expect((await logIn('office')).next).toBe('done');
  });

  test('stops asking a realm what a person who left it was denied there', async () => {
    await requireOf(`${amara}@branch`);
    expect((await logIn('office')).next).toBe('refused');
    await admin.remove('/realm/branch');
    expect((await logIn('office')).next).toBe('done');
    await admin.post('/realm/branch', { resolvers: 'office' });
    expect((await logIn('office')).next).toBe('refused');
  });

  test('counts wrong passwords through both realms together', async () => {
    for (let at = 0; at < 5; at += 1) for (const realm of ['office', 'branch']) await logIn(realm, { password: 'no' });
    expect((await post('/login', { username: amara, realm: 'branch', password })).status).toBe(429);
    expect((await post('/login', { username: amara, realm: 'office', password })).status).toBe(429);
  });
});

describe('at the desks', () => {
  const people = async () => snapshot.parse((await station.request('GET', '/stations/self/snapshot')).json);
  const queue = async () =>
    // biome-ignore lint/suspicious/noExplicitAny: the reply of the wire
    (await admin.get('/trust/queue')).json.result.value.map((one: any) => `${one.user}@${one.realm}`);

  test('says of both accounts that a token is required', async () => {
    await requireOf(`${amara}@branch`);
    const said = (await people()).people.filter(({ username }) => username === amara);
    expect(said.map(({ realm, requireToken }) => [realm, requireToken]).sort()).toEqual([
      ['branch', true],
      ['office', true],
    ]);
  });

  test('locks nobody out twice, and counts a person once', async () => {
    await requireOf(`${amara}@branch`);
    const { now } = (await admin.get('/trust/lockout')).json.result.value;
    expect(now.map(({ user }: { user: string }) => user)).toEqual([`${amara}@office`]);
    const { need, lockedOut, groups } = (await admin.get('/trust/rollout')).json.result.value;
    expect([need, lockedOut]).toEqual([1, 1]);
    expect(groups.map(({ id, people }: { id: string; people: number }) => [id, people])).toEqual([
      ['everyone', 20],
      ['finance', 1],
    ]);
    await give('A1', 'branch');
    expect((await admin.get('/trust/lockout')).json.result.value.now).toEqual([]);
    expect((await admin.get('/trust/rollout')).json.result.value).toMatchObject({ need: 1, have: 1, lockedOut: 0 });
  });

  test('keeps a person in the queue once', async () => {
    await admin.post('/trust/queue', { user: `${amara}@office` });
    await admin.post('/trust/queue', { user: 'hana.novakova@office' });
    expect(told(await admin.post('/trust/queue', { user: `${amara}@branch` }))).toBe(0);
    expect(await queue()).toEqual(['hana.novakova@office', `${amara}@office`]);
    expect(told(await admin.remove(`/trust/queue?user=${amara}@branch`))).toBe(true);
    expect(await queue()).toEqual(['hana.novakova@office']);
  });
});

describe('a controller who is in both realms', () => {
  const proof = 'known to me, in the room';
  const ask = async (holder: object, counter: number) => {
    const body = { controller: 'ines.garcia@office', code: hotp(rfcSeed, counter), holder, proof };
    const { json: said } = await station.request('POST', '/stations/self/temporary-codes', JSON.stringify(body));
    return (said.code ?? said.reason) as string;
  };
  beforeEach(async () => {
    await admin.post('/trust/offices/madrid', { name: 'Madrid' });
    await admin.post('/trust/groups/controllers', { name: 'Controllers', allow: 'control_trust' });
    await admin.post('/trust/groups/controllers/members', { user: 'ines.garcia@office' });
    await admin.post('/trust/offices/madrid/controllers', { user: 'ines.garcia@office' });
    await give('INES', 'branch', 'ines.garcia');
    await give('AMARA', 'office');
  });

  test('proves with the token of either, and a temporary code opens both realms once', async () => {
    const code = await ask({ realm: 'branch', username: amara }, 1);
    expect(code).toMatch(/^\d{8}$/);
    const answer = async (realm: string) => {
      const { session } = await logIn(realm);
      return (await post('/login/code', { session, code })).json.next;
    };
    expect([await answer('office'), await answer('branch')]).toEqual(['done', 'code']);
  });

  test('has one temporary code at a time', async () => {
    const first = await ask({ realm: 'branch', username: amara }, 1);
    await ask({ realm: 'office', username: amara }, 2);
    const { session } = await logIn('branch');
    expect((await post('/login/code', { session, code: first })).json.next).toBe('code');
  });

  test('gives none to themself through the other realm', async () => {
    expect(await ask({ realm: 'branch', username: 'ines.garcia' }, 1)).toMatch(/to themself/);
  });

  test('controls nothing when a group denies it through the other realm', async () => {
    await admin.post('/trust/groups/left', { name: 'Left', deny: 'control_trust' });
    await admin.post('/trust/groups/left/members', { user: 'ines.garcia@branch' });
    expect(await ask({ realm: 'office', username: amara }, 1)).toMatch(/may not control trust/);
  });
});
