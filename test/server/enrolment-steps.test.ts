import { createHash, pbkdf2Sync } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { base32 } from '../../domain/otp/base32.ts';
import { hotp } from '../../domain/otp/hotp.ts';
import { totp } from '../../domain/otp/totp.ts';
import { type Administration, administration, told } from './administration.ts';
import { type House, openHouse } from './house.ts';
import { rawSql } from './raw-sql.ts';
import { rfcSeed } from './test-station.ts';

let house: House;
let admin: Administration;
beforeAll(async () => {
  house = await openHouse();
  admin = await administration(house);
});
afterAll(() => house.close());

const set: string[] = [];
async function policy(scope: string, action: string): Promise<void> {
  const name = `p${set.length}`;
  const reply = await admin.post(`/policy/${name}`, { scope, action });
  expect(reply.json.result.error?.message).toBeUndefined();
  set.push(name);
}
/** An administrator's policy takes the place of what was granted, so it says that again. */
const adminPolicy = (action: string) => policy('admin', `*, ${action}`);
afterEach(async () => {
  for (const name of set.splice(0)) await admin.remove(`/policy/${name}`);
  const { store } = house.server.installation;
  await rawSql(store, "UPDATE credentials SET ended_at = '2026-01-01' WHERE ended_at IS NULL");
});

const amara = { user: 'amara.okafor', realm: 'office' };
const otpkey = Buffer.from(rfcSeed).toString('hex');
const init = (fields: Record<string, string>) => admin.post('/token/init', fields);
const refusal = async (fields: Record<string, string>) => {
  const { status, json } = await init(fields);
  return [status, json.result.error?.code, json.result.error?.message];
};
const living = (serial: string) => house.server.installation.store.credentials.bySerial(serial);
const check = async (fields: Record<string, string>) => {
  const { json } = await house.client.form('/validate/check', fields);
  return [json.result.value, json.detail?.message];
};
const newest = async () => (await admin.get('/audit/?page_size=1')).json.result.value.auditdata[0];

test('a token that has to be verified lets nobody in before its first code was given', async () => {
  await policy('enrollment', 'verify_enrollment=hotp totp');
  const reply = await init({ serial: 'V1', otpkey, ...amara, pin: 'p' });
  expect(reply.json.detail).toMatchObject({
    serial: 'V1',
    rollout_state: 'verify',
    verify: { message: 'Please enter a valid OTP value of the new token.' },
  });
  expect(await admin.token('V1')).toMatchObject({ rollout_state: 'verify', active: true });
  expect(await check({ ...amara, pass: `p${hotp(rfcSeed, 0)}` })).toEqual([
    false,
    'matching 1 tokens, Token is not yet enrolled',
  ]);

  const done = await init({ serial: 'V1', verify: hotp(rfcSeed, 2) });
  expect(told(done)).toBe(true);
  expect(done.json.detail).toEqual({ serial: 'V1', rollout_state: 'enrolled', threadid: expect.anything() });
  expect((await check({ ...amara, pass: `p${hotp(rfcSeed, 2)}` }))[0]).toBe(false);
  expect((await check({ ...amara, pass: `p${hotp(rfcSeed, 3)}` }))[0]).toBe(true);
});

test('a token of a type that no policy names needs no first code', async () => {
  await policy('enrollment', 'verify_enrollment=totp');
  expect((await init({ serial: 'V1', otpkey })).json.detail).toMatchObject({ rollout_state: '' });
});

test('a TOTP token is verified without its type being said again, and remembers the drift', async () => {
  await policy('enrollment', 'verify_enrollment=totp');
  await init({ type: 'totp', serial: 'V1', otpkey });
  const seconds = house.server.installation.now().getTime() / 1000;
  expect(told(await init({ serial: 'V1', verify: totp(rfcSeed, seconds + 60) }))).toBe(true);
  expect(await living('V1')).toMatchObject({ timeShift: 60, rolloutState: 'enrolled' });
});

test('wrong first codes are counted, and after too many even the right one is not looked at', async () => {
  await policy('enrollment', 'verify_enrollment=hotp');
  await init({ serial: 'V1', otpkey, max_failcount: '2' });
  const wrong = [400, 905, 'ERR905: Verification of the new token failed.'];
  expect(await refusal({ serial: 'V1', verify: '000000' })).toEqual(wrong);
  expect(await living('V1')).toMatchObject({ failcount: 1, rolloutState: 'verify', counter: 0 });
  expect(await newest()).toMatchObject({ action: 'POST /token/init', success: 0, serial: 'V1' });
  expect(await refusal({ serial: 'V1', verify: '000000' })).toEqual(wrong);
  expect(await refusal({ serial: 'V1', verify: hotp(rfcSeed, 0) })).toEqual([
    400,
    905,
    'ERR905: Too many wrong codes. Reset the failures of the token.',
  ]);
  await admin.post('/token/reset', { serial: 'V1' });
  expect(told(await init({ serial: 'V1', verify: hotp(rfcSeed, 0) }))).toBe(true);
});

test.each<[string, Record<string, string>, string]>([
  ['nothing', {}, "Token is in verify_pending state but 'verify' parameter is missing."],
  ['a new key', { otpkey }, "Token is in verify_pending state but 'verify' parameter is missing."],
])('what waits for its first code is not changed by %s', async (_, fields, message) => {
  await policy('enrollment', 'verify_enrollment=hotp');
  await init({ serial: 'V1', otpkey });
  expect(await refusal({ serial: 'V1', ...fields })).toEqual([400, 905, `ERR905: ${message}`]);
});

test('a first code is refused where none is waited for', async () => {
  const message = 'ERR905: This token does not wait for a first code.';
  expect(await refusal({ serial: 'V1', otpkey, verify: '123456' })).toEqual([400, 905, message]);
  await init({ serial: 'V1', otpkey });
  expect(await refusal({ serial: 'V1', verify: hotp(rfcSeed, 0) })).toEqual([400, 905, message]);
});

test('what waits for its first code is in no pool', async () => {
  await policy('enrollment', 'verify_enrollment=hotp, autoassignment=any_pin');
  await init({ serial: 'V1', otpkey, realm: 'office' });
  expect((await check({ ...amara, pass: hotp(rfcSeed, 0) }))[0]).toBe(false);
  expect(await living('V1')).toMatchObject({ ownerId: null });
});

/** The second part as an app makes it, and the seed of both. */
const client = Buffer.from('0102030405060708', 'hex');
const seedOf = (server: string, part: Buffer, rounds: number, length: number) =>
  pbkdf2Sync(server, part, rounds, length, 'sha1');

test('in two steps the seed is hashed of a part of the server’s and one of the client’s', async () => {
  await adminPolicy('hotp_2step=allow');
  const reply = await init({ serial: 'S1', '2stepinit': '1', ...amara });
  const { detail } = reply.json;
  expect(detail).toMatchObject({
    serial: 'S1',
    rollout_state: 'clientwait',
    '2step_salt': 8,
    '2step_output': 20,
    '2step_difficulty': 10_000,
  });
  const parameters = new URL(detail.googleurl.value).searchParams;
  expect(Object.fromEntries(parameters)).toMatchObject({
    '2step_salt': '8',
    '2step_output': '20',
    '2step_difficulty': '10000',
  });
  expect(await admin.token('S1')).toMatchObject({ active: false, rollout_state: 'clientwait' });
  const server = detail.otpkey.value.replace('seed://', '');
  expect((await check({ ...amara, pass: hotp(Buffer.from(server, 'hex'), 0) }))[0]).toBe(false);

  const done = await init({ serial: 'S1', otpkey: client.toString('hex') });
  expect(told(done)).toBe(true);
  expect(done.json.detail).toEqual({ serial: 'S1', rollout_state: '', threadid: expect.anything() });
  const seed = seedOf(server, client, 10_000, 20);
  expect(await check({ ...amara, pass: hotp(seed, 0) })).toEqual([true, 'matching 1 tokens']);
  expect((await check({ ...amara, pass: hotp(Buffer.from(server, 'hex'), 1) }))[0]).toBe(false);
});

test('the sizes of the parts are the policies’, before the request’s, and the hash says how long the seed is', async () => {
  await adminPolicy('totp_2step=force');
  await policy('enrollment', 'totp_2step_serversize=16, totp_2step_clientsize=12, totp_2step_difficulty=2000');
  const { detail } = (
    await init({ type: 'totp', serial: 'S1', genkey: '1', hashlib: 'sha256', '2step_difficulty': '9' })
  ).json;
  const server = detail.otpkey.value.replace('seed://', '');
  expect(server).toHaveLength(32);
  expect(detail).toMatchObject({ '2step_salt': 12, '2step_output': 32, '2step_difficulty': 2000 });
  const part = Buffer.alloc(12, 7);
  const sum = createHash('sha1').update(part).digest().subarray(0, 4);
  const typed = base32(Buffer.concat([sum, part])).toLowerCase();
  expect(told(await init({ serial: 'S1', type: 'totp', otpkey: typed, otpkeyformat: 'base32check' }))).toBe(true);
  const seed = seedOf(server, part, 2000, 32);
  const seconds = house.server.installation.now().getTime() / 1000;
  expect((await check({ serial: 'S1', pass: totp(seed, seconds, 30, 6, 'sha256') }))[0]).toBe(true);
});

test.each(['max_active_token_per_user=1', 'hotp_max_active_token_per_user=1'])(
  '%s counts a token that its second step makes active',
  async (limit) => {
    await adminPolicy('hotp_2step=allow');
    await init({ serial: 'S1', '2stepinit': '1', ...amara });
    await init({ serial: 'H1', otpkey, ...amara });
    await policy('enrollment', limit);
    expect((await refusal({ serial: 'S1', otpkey: client.toString('hex') })).slice(0, 2)).toEqual([403, 303]);
    expect(await living('S1')).toMatchObject({ rolloutState: 'clientwait', active: 0 });
    await admin.post('/token/disable', { serial: 'H1' });
    expect(told(await init({ serial: 'S1', otpkey: client.toString('hex') }))).toBe(true);
    expect(await living('S1')).toMatchObject({ rolloutState: '', active: 1 });
  },
);

test('a part of another size is refused, and the token still waits', async () => {
  await adminPolicy('hotp_2step=allow');
  await init({ serial: 'S1', '2stepinit': '1' });
  expect(await refusal({ serial: 'S1', otpkey: '0102' })).toEqual([
    400,
    905,
    'ERR905: Client Secret Size is expected to be 8, but is 2',
  ]);
  expect((await refusal({ serial: 'S1' })).slice(0, 2)).toEqual([400, 905]);
  expect(await refusal({ serial: 'S1', '2stepinit': '1' })).toEqual([
    400,
    905,
    'ERR905: 2stepinit is only to be used in the first initialization step.',
  ]);
  expect(await living('S1')).toMatchObject({ rolloutState: 'clientwait', active: 0 });
});

test('after the second step the first code is waited for, where it has to be given', async () => {
  await adminPolicy('hotp_2step=allow');
  await policy('enrollment', 'verify_enrollment=hotp');
  const { detail } = (await init({ serial: 'S1', '2stepinit': '1' })).json;
  expect(detail).toMatchObject({ rollout_state: 'clientwait' });
  expect(detail.verify).toBeUndefined();
  const second = await init({ serial: 'S1', otpkey: client.toString('hex') });
  expect(second.json.detail).toMatchObject({ rollout_state: 'verify', verify: {} });
  const seed = seedOf(detail.otpkey.value.replace('seed://', ''), client, 10_000, 20);
  expect(told(await init({ serial: 'S1', verify: hotp(seed, 0) }))).toBe(true);
});

test.each<[string, Record<string, string>, unknown[]]>([
  ['without a policy', { '2stepinit': '1' }, [403, 303]],
  ['for a type that has no parts', { '2stepinit': '1', type: 'pw', otpkey: 'x' }, [400, 905]],
])('two steps are refused %s', async (_, fields, expected) => {
  expect((await refusal({ serial: 'S1', ...fields })).slice(0, 2)).toEqual(expected);
  expect(await living('S1')).toBeUndefined();
});

test('two steps that are forced leave no place for a key that is brought along', async () => {
  await adminPolicy('hotp_2step=force');
  expect((await refusal({ serial: 'S1', otpkey })).slice(0, 2)).toEqual([400, 905]);
});

test('a token in use gets a new seed on its serial, and keeps its owner and PIN', async () => {
  await init({ serial: 'R1', otpkey, ...amara, pin: 'p' });
  const before = await living('R1');
  expect(told(await init({ serial: 'R1', otpkey: '11'.repeat(20), rollover: '1' }))).toBe(true);
  const seed = Buffer.alloc(20, 0x11);
  expect((await check({ ...amara, pass: `p${hotp(rfcSeed, 0)}` }))[0]).toBe(false);
  expect((await check({ ...amara, pass: `p${hotp(seed, 0)}` }))[0]).toBe(true);
  expect((await living('R1'))?.id).not.toBe(before?.id);
});

test('a new seed for a token in use needs a right of its own, to finish an enrolment does not', async () => {
  await init({ serial: 'R1', otpkey });
  await policy('enrollment', 'verify_enrollment=totp');
  await init({ type: 'totp', serial: 'R2', otpkey });
  await policy('admin', '*, -token_rollover');
  const { status, json } = await init({ serial: 'R1', otpkey: '11'.repeat(20), rollover: '1' });
  expect([status, json.result.error.code, json.result.error.message]).toMatchObject([403, 303, /token_rollover/]);
  expect((await refusal({ serial: 'R1', otpkey: '11'.repeat(20) })).slice(0, 2)).toEqual([403, 303]);
  const seconds = house.server.installation.now().getTime() / 1000;
  expect(told(await init({ serial: 'R2', verify: totp(rfcSeed, seconds) }))).toBe(true);
});

test('a new seed is refused where there is no token', async () => {
  expect((await refusal({ serial: 'NOPE', otpkey, rollover: '1' })).slice(0, 2)).toEqual([404, 601]);
  expect(await living('NOPE')).toBeUndefined();
});

test('an enrolment that waits can begin anew', async () => {
  await policy('enrollment', 'verify_enrollment=hotp');
  await init({ serial: 'V1', otpkey });
  expect((await init({ serial: 'V1', otpkey: '11'.repeat(20), rollover: '1' })).json.detail).toMatchObject({
    rollout_state: 'verify',
  });
  expect((await refusal({ serial: 'V1', verify: hotp(rfcSeed, 0) })).slice(0, 2)).toEqual([400, 905]);
  expect(told(await init({ serial: 'V1', verify: hotp(Buffer.alloc(20, 0x11), 0) }))).toBe(true);
});

test('a registration code is drawn, lets its owner in once, and is no more', async () => {
  const reply = await init({ type: 'registration', ...amara, pin: 'p' });
  const { serial, registrationcode } = reply.json.detail;
  expect(serial).toMatch(/^REG[0-9A-F]{8}$/);
  expect(registrationcode).toMatch(/^(?=.*[A-Za-z])(?=.*\d)[A-Za-z\d]{24}$/);
  expect((await check({ ...amara, pass: registrationcode }))[0]).toBe(false);
  expect((await check({ ...amara, pass: `p${registrationcode}` }))[0]).toBe(true);
  expect(await living(serial)).toBeUndefined();
  expect(await check({ ...amara, pass: `p${registrationcode}` })).toEqual([false, 'The user has no tokens assigned']);
});

test.each([
  ['registration', 'registration.length=14, registration.contents=n', 'registrationcode', /^\d{14}$/],
  ['pw', 'pw.length=20, pw.contents=[ab]', 'password', /^[ab]{20}$/],
] as const)('%s: %s', async (type, action, member, form) => {
  await policy('enrollment', action);
  expect((await init({ type, genkey: '1' })).json.detail[member]).toMatch(form);
});

test('a registration code cannot be chosen', async () => {
  expect((await refusal({ type: 'registration', otpkey: '123456' })).slice(0, 2)).toEqual([400, 905]);
});
