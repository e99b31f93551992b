import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hotp } from '../../domain/otp/hotp.ts';
import { makeYubicoOtp } from '../../domain/otp/yubico-otp.ts';
import { hashPin } from '../../server/check/pin.ts';
import { type Administration, administration } from './administration.ts';
import { type House, openHouse } from './house.ts';
import { rawSql } from './raw-sql.ts';
import { rfcSeed } from './test-station.ts';

let house: House;
let admin: Administration;
let time = new Date('2026-11-21T12:00:00Z');
const pw = 'leilani’s own password';
beforeAll(async () => {
  house = await openHouse(() => time);
  admin = await administration(house);
  const { ownPeople } = house.server.installation.store;
  const person = await ownPeople.find('office', 'leilani.keola');
  if (person === undefined) throw new Error('the example people are there');
  await ownPeople.change('office', { ...person, passwordHash: await hashPin(Buffer.from(pw)) });
});
afterAll(() => house.close());
beforeEach(async () => {
  const { store } = house.server.installation;
  await rawSql(store, "UPDATE credentials SET ended_at = '2026-01-01' WHERE ended_at IS NULL");
  await rawSql(store, 'DELETE FROM policies');
  await rawSql(store, 'DELETE FROM pool_misses');
  time = new Date(time.getTime() + 1000);
});

const leilani = { user: 'leilani.keola', realm: 'office' };
const policy = async (scope: string, action: string, fields: Record<string, string> = {}) => {
  const reply = await admin.post(`/policy/${action.split('=')[0]}`, { scope, action, ...fields });
  expect(reply.json.result.error?.message).toBeUndefined();
};
const check = async (fields: Record<string, string>) => {
  const { status, json } = await house.client.form('/validate/check', fields);
  return { status, code: json.result.error?.code, value: json.result.value, message: json.detail?.message, json };
};
const own = async (serial: string, more = {}) =>
  house.give(serial, { ownerId: await house.personId('leilani.keola'), ...more });
const pool = (serial = 'POOL', more = {}, seed = rfcSeed) => house.give(serial, { realms: ['office'], ...more }, seed);
const stored = (serial: string) => house.server.installation.store.credentials.bySerial(serial);
const lastAudit = async () => {
  const [row] = await rawSql<{ detail: string }>(
    house.server.installation.store,
    "SELECT detail FROM audit WHERE action LIKE 'validate/%' ORDER BY position DESC LIMIT 1",
  );
  return JSON.parse(row?.detail ?? '');
};
const code = (counter = 0) => hotp(rfcSeed, counter);

describe('who has no token that could be used', () => {
  const noUser = { user: 'nobody', realm: 'office' };
  const all = ['passOnNoUser', 'passOnNoToken', 'passthru', 'any_pin'];
  const accept = (by?: string) => ({ status: 200, value: true, by });
  const refuse = { status: 200, value: false };
  test.each([
    ['unknown, passOnNoUser', noUser, [], all, 'anything', accept('passOnNoUser')],
    ['unknown, no passOnNoUser', noUser, [], all.slice(1), 'anything', { status: 400, code: 904 }],
    ['no token, passOnNoToken before the pool', leilani, ['pool'], all, `pin${code()}`, accept('passOnNoToken')],
    ['no token, passthru, own password', leilani, [], ['passOnNoUser', 'passthru'], pw, accept('passthru')],
    [
      'no token, passthru and pool, PIN and code',
      leilani,
      ['pool'],
      ['passthru', 'any_pin'],
      `pin${code()}`,
      accept('autoassignment'),
    ],
    ['no token, passthru and pool, own password', leilani, ['pool'], ['passthru', 'any_pin'], pw, accept('passthru')],
    ['no token, passthru, another password', leilani, ['pool'], ['passthru'], `pin${code()}`, refuse],
    ['no token, passthru, no password', leilani, [], ['passthru'], '', refuse],
    ['no token, pool any_pin, PIN and code', leilani, ['pool'], ['any_pin'], `pin${code()}`, accept('autoassignment')],
    ['no token, pool any_pin, the code alone', leilani, ['pool'], ['any_pin'], code(), accept('autoassignment')],
    [
      'no token, pool userstore, own password and code',
      leilani,
      ['pool'],
      ['userstore'],
      `${pw}${code()}`,
      accept('autoassignment'),
    ],
    ['no token, pool userstore, another password', leilani, ['pool'], ['userstore'], `pin${code()}`, refuse],
    ['no token, full realm', leilani, ['pool'], ['any_pin', 'full'], `pin${code()}`, { status: 403, code: 303 }],
    ['no token, nothing set', leilani, ['pool'], [], `pin${code()}`, refuse],
    ['a disabled token', leilani, ['pool', 'disabled'], all, pw, refuse],
    ['a revoked token only', leilani, ['pool', 'revoked'], all, pw, { status: 400, code: 1007 }],
    ['a token, own password', leilani, ['pool', 'active'], all, pw, refuse],
    ['a token, its code', leilani, ['pool', 'active'], all, hotp(Buffer.alloc(20, 7), 0), { status: 200, value: true }],
  ] as const)('%s', async (_title, who, tokens, policies, pass, expected) => {
    for (const token of tokens as readonly string[]) {
      if (token === 'pool') await pool();
      else if (token === 'disabled') await own('OWN', { active: 0 });
      else if (token === 'revoked') await own('OWN', { active: 0, revoked: 1, locked: 1 });
      else await house.give('OWN', { ownerId: await house.personId('leilani.keola') }, Buffer.alloc(20, 7));
    }
    for (const name of policies as readonly string[]) {
      if (name === 'any_pin' || name === 'userstore') await policy('enrollment', `autoassignment=${name}`);
      else if (name === 'full') await policy('enrollment', 'max_token_per_user=0');
      else await policy('authentication', name);
    }
    const { by, ...result } = expected as { by?: string; status: number };
    const outcome = await check({ ...who, pass });
    expect(outcome).toMatchObject(result);
    const pooled = await stored('POOL');
    const assigned = by === 'autoassignment';
    if (pooled) expect([pooled.ownerId !== null, pooled.counter]).toEqual(assigned ? [true, 1] : [false, 0]);
    if (by !== undefined) expect((await lastAudit()).policies).toBe(by);
    if (by !== undefined && !assigned) expect(outcome.message).toContain(`due to '${by}'`);
    if (by?.startsWith('passOn')) expect((await lastAudit()).dangerous).toBe(by);
  });

  describe('and must have one', () => {
    const requireToken = async (more: string) => {
      const { store } = house.server.installation;
      await rawSql(store, 'DELETE FROM group_settings');
      if (more !== '') await rawSql(store, `INSERT INTO group_settings VALUES ${more}`);
    };
    afterEach(async () => {
      const { store } = house.server.installation;
      await requireToken('');
      await rawSql(store, "DELETE FROM groups WHERE id <> 'everyone'");
    });

    test.each([
      ['passthru', [], pw],
      ['passOnNoToken', [], 'anything'],
      ['passOnNoToken', ['passthru'], pw],
    ])('%s lets nobody in', async (name, others, pass) => {
      for (const one of [name, ...others]) await policy('authentication', one);
      await requireToken("('everyone', 'require_token', 'allow')");
      expect(await check({ ...leilani, pass })).toMatchObject({
        ...{ status: 200, value: false },
        message: 'The user has no tokens assigned, and must have one',
      });
      expect((await lastAudit()).policies).toBeUndefined();
      await requireToken("('everyone', 'require_token', 'deny')");
      expect(await check({ ...leilani, pass })).toMatchObject({ value: true });
    });

    test('another group may except the person, and a token is taken from the pool as ever', async () => {
      await policy('authentication', 'passthru');
      await policy('enrollment', 'autoassignment=any_pin');
      await pool();
      const { groups } = house.server.installation.store;
      await groups.put({ id: 'excepted', name: 'Excepted', settings: { require_token: 'deny' }, within: [] }, 'now');
      await groups.put({ id: 'everyone', name: 'Everyone', settings: { require_token: 'allow' }, within: [] }, 'now');
      await groups.join('excepted', await house.personId('leilani.keola'), 'now');
      expect(await check({ ...leilani, pass: pw })).toMatchObject({ value: true });
      await groups.leave('excepted', await house.personId('leilani.keola'));
      expect(await check({ ...leilani, pass: pw })).toMatchObject({ value: false });
      expect(await check({ ...leilani, pass: `pin${code()}` })).toMatchObject({ value: true });
      expect((await stored('POOL'))?.ownerId).toBe(await house.personId('leilani.keola'));
    });

    test('whoever saves such a policy is warned', async () => {
      const saved = async () => (await admin.post('/policy/p', { scope: 'authentication', action: 'passthru' })).json;
      expect(JSON.stringify((await saved()).detail)).not.toContain('Everyone');
      await requireToken("('everyone', 'require_token', 'allow')");
      const { warnings } = (await saved()).detail;
      expect(warnings).toContainEqual(expect.stringMatching(/is not let in by this .*passthru.*Everyone/));
    });
  });

  test('by serial none of the ways is open', async () => {
    await pool();
    for (const name of ['passOnNoUser', 'passOnNoToken', 'passthru']) await policy('authentication', name);
    await policy('enrollment', 'autoassignment=any_pin');
    expect(await check({ serial: 'POOL', pass: 'x' })).toMatchObject({ value: false });
    expect(await check({ serial: 'NOPE', pass: 'x' })).toMatchObject({ status: 404, code: 601 });
    expect((await stored('POOL'))?.ownerId).toBeNull();
  });

  test('a way is open only for whom its policy is', async () => {
    await policy('authentication', 'passOnNoUser', { realm: 'elsewhere' });
    await policy('authentication', 'passOnNoToken', { user: 'amara.okafor' });
    expect(await check({ ...noUser, pass: 'x' })).toMatchObject({ status: 400, code: 904 });
    expect(await check({ ...leilani, pass: 'x' })).toMatchObject({ value: false });
    expect(await check({ user: 'amara.okafor', realm: 'office', pass: 'x' })).toMatchObject({ value: true });
  });

  test('a policy for other clients lets nobody in from here', async () => {
    await policy('authentication', 'passOnNoToken', { client: '10.0.0.0/8' });
    expect(await check({ ...leilani, pass: 'x', client: '10.0.0.1' })).toMatchObject({ value: false });
    await policy('authentication', 'passOnNoToken', { client: '127.0.0.0/8' });
    expect(await check({ ...leilani, pass: 'x' })).toMatchObject({ value: true });
  });
});

describe('taking a token from the pool', () => {
  test('the code is used up, what stood before it is the PIN, and the next login needs both', async () => {
    await pool();
    await policy('enrollment', 'autoassignment');
    const first = await check({ ...leilani, pass: `test${code(1)}` });
    expect(first).toMatchObject({ value: true, message: 'Token assigned to user via Autoassignment' });
    expect(first.json.detail).toMatchObject({ serial: 'POOL', type: 'hotp', otplen: 6 });
    expect(await check({ ...leilani, pass: `test${code(1)}` })).toMatchObject({ value: false });
    expect(await check({ ...leilani, pass: `other${code(2)}` })).toMatchObject({ value: false });
    expect(await check({ ...leilani, pass: `test${code(2)}` })).toMatchObject({ value: true });
    expect(await admin.token('POOL')).toMatchObject({ username: 'leilani.keola', realms: ['office'], failcount: 0 });
  });

  test.each([
    ['disabled', { active: 0 }],
    ['revoked', { revoked: 1, locked: 1 }],
    ['locked by failures', { failcount: 10 }],
    ['no longer valid', { validUntil: '2026-01-01T00:00:00.000Z' }],
    ['not valid yet', { validFrom: '2030-01-01T00:00:00.000Z' }],
    ['in another realm', { realms: [] }],
    ['somebody else’s', { ownerId: 2 }],
  ])('no token that is %s', async (_state, more) => {
    await pool('POOL', more);
    await policy('enrollment', 'autoassignment=any_pin');
    expect(await check({ ...leilani, pass: code() })).toMatchObject({ value: false });
    expect((await lastAudit()).pool).toBe('none');
    expect((await stored('POOL'))?.counter).toBe(0);
  });

  test('not when the code fits two tokens', async () => {
    await pool('TWIN-1');
    await pool('TWIN-2');
    await policy('enrollment', 'autoassignment=any_pin');
    expect(await check({ ...leilani, pass: code() })).toMatchObject({ value: false });
    expect((await lastAudit()).pool).toBe('several');
    expect([(await stored('TWIN-1'))?.counter, (await stored('TWIN-2'))?.counter]).toEqual([0, 0]);
  });

  test('a Yubico OTP finds the one token whose public id it has', async () => {
    const key = Buffer.from('ecde18dbe76fbd0c33330f1c354871db', 'hex');
    const privateId = '8792ebfe26cc';
    const seed = Buffer.concat([key, Buffer.from(privateId, 'hex')]);
    await pool('YUBI', { type: 'yubikey', otpLength: 44, publicId: 'vvccccdddddd' }, seed);
    await policy('enrollment', 'autoassignment=any_pin');
    const ticket = { privateId, useCounter: 1, session: 0, timestamp: 1, random: 1 };
    const otp = `vvccccdddddd${makeYubicoOtp(key, ticket)}`;
    expect(await check({ ...leilani, pass: `pin${otp}` })).toMatchObject({ value: true });
    expect((await stored('YUBI'))?.ownerId).toBe(await house.personId('leilani.keola'));
  });

  test('after ten vain attempts in ten minutes nobody searches for that person, until time has passed', async () => {
    await pool();
    await policy('enrollment', 'autoassignment=any_pin');
    for (let guess = 0; guess < 10; guess += 1) await check({ ...leilani, pass: '000000' });
    expect(await check({ ...leilani, pass: code() })).toMatchObject({ value: false });
    expect((await stored('POOL'))?.ownerId).toBeNull();
    time = new Date(time.getTime() + 601_000);
    expect(await check({ ...leilani, pass: code() })).toMatchObject({ value: true });
  });

  /** LinOTP's policies beside it; what is typed before the code, whether the token is taken then, and its PIN after that. */
  test.each([
    ['autoassignment_without_password', '', 'office', true, ''],
    ['autoassignment_without_password', 'pin', 'office', false, ''],
    ['autoassignment_without_password, autoassignment=userstore', '', 'office', true, ''],
    ['autoassignment_without_password, autoassignment=userstore', pw, 'office', true, pw],
    ['autoassignment_without_password, autoassignment=userstore', 'pin', 'office', false, ''],
    ['autoassignment=userstore', '', 'office', false, ''],
    ['ignore_autoassignment_pin, autoassignment=any_pin', 'pin', 'office', true, ''],
    ['ignore_autoassignment_pin, autoassignment=userstore', pw, 'office', true, ''],
    ['ignore_autoassignment_pin, autoassignment=userstore', 'pin', 'office', false, ''],
    ['ignore_autoassignment_pin', 'pin', 'office', false, ''],
    ['autoassignment_from_realm=Depot, autoassignment=any_pin', 'pin', 'depot', true, 'pin'],
    ['autoassignment_from_realm=depot, autoassignment=any_pin', 'pin', 'office', false, ''],
    ['autoassignment_from_realm=depot, autoassignment_without_password', '', 'depot', true, ''],
    ['autoassignment_from_realm=depot', 'pin', 'depot', false, ''],
    ['autoassignment=any_pin', 'pin', 'depot', false, ''],
  ])('%s, ‘%s’ before the code of a token in %s: %s', async (actions, before, realm, taken, pin) => {
    await admin.post('/resolver/depot', { type: 'internal' });
    await admin.post('/realm/depot', { resolvers: 'depot' });
    await pool('POOL', { realms: [realm] });
    for (const action of actions.split(', ')) await policy('enrollment', action);
    expect(await check({ ...leilani, pass: `${before}${code()}` })).toMatchObject({ value: taken });
    expect((await stored('POOL'))?.ownerId).toBe(taken ? await house.personId('leilani.keola') : null);
    if (!taken) return;
    const names = actions.split(', ').map((action) => action.split('=')[0]);
    expect((await lastAudit()).policies).toBe(names.sort().join());
    expect(await check({ ...leilani, pass: `${pin}x${code(1)}` })).toMatchObject({ value: false });
    expect(await check({ ...leilani, pass: `${pin}${code(1)}` })).toMatchObject({ value: true });
    expect((await admin.token('POOL')).realms).toContain('office');
  });

  test('two at once get one token once', async () => {
    await pool();
    await policy('enrollment', 'autoassignment=any_pin');
    const amara = { user: 'amara.okafor', realm: 'office' };
    const both = await Promise.all([leilani, amara].map((who) => check({ ...who, pass: `pin${code()}` })));
    expect(both.map(({ value }) => value).sort()).toEqual([false, true]);
  });
});

describe('otppin', () => {
  test.each([
    [undefined, { pin: true, pw: false, nothing: false }],
    ['tokenpin', { pin: true, pw: false, nothing: false }],
    ['0', { pin: true, pw: false, nothing: false }],
    ['userstore', { pin: false, pw: true, nothing: false }],
    ['1', { pin: false, pw: true, nothing: false }],
    ['none', { pin: false, pw: false, nothing: true }],
    ['ignore_pin', { pin: true, pw: true, nothing: true }],
  ])('%s', async (value, expected) => {
    await own('OWN', { pinHash: await hashPin(Buffer.from('1234')) });
    if (value !== undefined) await policy('authentication', `otppin=${value}`);
    const pins = { pin: '1234', pw, nothing: '' };
    let counter = 0;
    for (const [name, pin] of Object.entries(pins)) {
      const { value: accepted } = await check({ ...leilani, pass: `${pin}${code(counter)}` });
      expect([name, accepted]).toEqual([name, expected[name as keyof typeof expected]]);
      if (accepted) counter += 1;
    }
  });

  test('by serial it is read for the owner, and for the realm of a token that has none', async () => {
    await own('OWN', { pinHash: await hashPin(Buffer.from('1234')) });
    await pool('STOCK', { pinHash: await hashPin(Buffer.from('1234')) });
    await policy('authentication', 'otppin=none', { realm: 'office' });
    expect(await check({ serial: 'OWN', pass: code() })).toMatchObject({ value: true });
    expect((await lastAudit()).policies).toBe('otppin');
    expect(await check({ serial: 'STOCK', pass: code() })).toMatchObject({ value: true });
  });

  test('contradicting policies let nobody in and are named', async () => {
    await own('OWN');
    await policy('authentication', 'otppin=none', { user: 'leilani.*' });
    await admin.post('/policy/second', { scope: 'authentication', action: 'otppin=userstore', user: '.*keola' });
    const { status, code: wireCode, json } = await check({ ...leilani, pass: code() });
    expect([status, wireCode]).toEqual([403, 303]);
    expect(json.result.error.message).toMatch(/otppin, second|second, otppin/);
    expect((await stored('OWN'))?.counter).toBe(0);
  });
});
