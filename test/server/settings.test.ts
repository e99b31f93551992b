import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { hotp } from '../../domain/otp/hotp.ts';
import { hashPin } from '../../server/check/pin.ts';
import { type Administration, administration, told } from './administration.ts';
import { type House, openHouse } from './house.ts';
import { rfcSeed } from './test-station.ts';

/** privacyIDEA's settings, each seen in what the server does in the next request. */
let house: House;
let admin: Administration;
let pinHash: string;
let clock = new Date('2026-11-02T10:00:00Z');
beforeAll(async () => {
  house = await openHouse(() => clock);
  admin = await administration(house);
  pinHash = await hashPin(Buffer.from('1234'));
});
afterAll(() => house.close());

let turn = 0;
let serial = '';
beforeEach(async () => {
  turn += 1;
  serial = `SET${turn}`;
  await house.give(serial, { pinHash });
});

const set = (fields: Record<string, string>) => admin.post('/system/setConfig', fields);
const check = (pass: string, more: Record<string, string> = {}, headers: Record<string, string> = {}) =>
  house.client.form('/validate/check', { serial, pass, ...more }, headers);

test('a wrong PIN counts as a failure unless IncFailCountOnFalsePin is off', async () => {
  await check('9999000000');
  expect((await admin.token(serial)).failcount).toBe(1);
  await set({ IncFailCountOnFalsePin: 'False' });
  await check('9999000000');
  expect((await admin.token(serial)).failcount).toBe(1);
  await check('1234000000');
  expect((await admin.token(serial)).failcount).toBe(2);
  await admin.remove('/system/IncFailCountOnFalsePin');
  await check('9999000000');
  expect((await admin.token(serial)).failcount).toBe(3);
});

test('the PIN stands behind the code when PrependPin is off', async () => {
  await set({ PrependPin: 'False' });
  expect((await check(`1234${hotp(rfcSeed, 0)}`)).json.result.value).toBe(false);
  expect((await check(`${hotp(rfcSeed, 1)}1234`)).json.result.value).toBe(true);
  await set({ PrependPin: 'True' });
  expect((await check(`1234${hotp(rfcSeed, 2)}`)).json.result.value).toBe(true);
});

test('new tokens get the defaults that were set, and what the request names', async () => {
  await set({ DefaultOtpLen: '8', DefaultCountWindow: '20', DefaultSyncWindow: '500', DefaultMaxFailCount: '5' });
  await admin.post('/token/init', { serial: 'NEW1', genkey: '1' });
  expect(await admin.token('NEW1')).toMatchObject({ otplen: 8, count_window: 20, sync_window: 500, maxfail: 5 });
  await admin.post('/token/init', { serial: 'NEW2', genkey: '1', otplen: '6', count_window: '7' });
  expect(await admin.token('NEW2')).toMatchObject({ otplen: 6, count_window: 7, maxfail: 5 });
  for (const name of ['DefaultOtpLen', 'DefaultCountWindow', 'DefaultSyncWindow', 'DefaultMaxFailCount']) {
    await admin.remove(`/system/${name}`);
  }
  await admin.post('/token/init', { serial: 'NEW3', genkey: '1' });
  expect(await admin.token('NEW3')).toMatchObject({ otplen: 6, count_window: 10, sync_window: 1000, maxfail: 10 });
});

test('a challenge lasts as long as DefaultChallengeValidityTime says', async () => {
  await set({ DefaultChallengeValidityTime: '30' });
  await admin.post('/policy/challenges', { scope: 'authentication', action: 'challenge_response=hotp' });
  const { transaction_id } = (await check('1234')).json.detail;
  clock = new Date(clock.getTime() + 31_000);
  expect((await check(hotp(rfcSeed, 0), { transaction_id })).json.result.value).toBe(false);
  const second = (await check('1234')).json.detail.transaction_id;
  clock = new Date(clock.getTime() + 29_000);
  expect((await check(hotp(rfcSeed, 0), { transaction_id: second })).json.result.value).toBe(true);
  await admin.remove('/policy/challenges');
});

test('a client is who it is connected as, until OverrideAuthorizationClient names its proxy', async () => {
  const clientOf = async () => (await admin.get('/audit/?page_size=1')).json.result.value.auditdata[0].client;
  const forwarded = { 'x-forwarded-for': '192.0.2.7' };
  await check('x', {}, forwarded);
  expect(await clientOf()).toBe('127.0.0.1');
  await check('x', { client: '192.0.2.8' });
  expect(await clientOf()).toBe('127.0.0.1');
  await set({ OverrideAuthorizationClient: '127.0.0.1 > 192.0.2.0/24' });
  await check('x', {}, forwarded);
  expect(await clientOf()).toBe('192.0.2.7');
  await check('x', { client: '192.0.2.8' });
  expect(await clientOf()).toBe('192.0.2.8');
  await check('x', { client: '203.0.113.1' });
  expect(await clientOf()).toBe('127.0.0.1');
  await admin.post('/policy/there', { scope: 'authentication', action: 'otppin=none', client: '192.0.2.0/24' });
  expect((await check(hotp(rfcSeed, 0))).json.result.value).toBe(false);
  expect((await check(hotp(rfcSeed, 0), {}, forwarded)).json.result.value).toBe(true);
  await admin.remove('/policy/there');
  await admin.remove('/system/OverrideAuthorizationClient');
});

const value = async (pass: string) => (await check(pass)).json.result.value;
const after = (seconds: number) => {
  clock = new Date(clock.getTime() + seconds * 1000);
};

test('a code beyond the window says nothing while AutoResync is off', async () => {
  expect(await value(`1234${hotp(rfcSeed, 50)}`)).toBe(false);
  expect(await value(`1234${hotp(rfcSeed, 51)}`)).toBe(false);
  expect(await admin.token(serial)).toMatchObject({ count: 0, failcount: 2 });
});

test('with AutoResync the code right after one beyond the window lets its holder in, within five minutes', async () => {
  await set({ AutoResync: 'True' });
  expect(await value(`1234${hotp(rfcSeed, 50)}`)).toBe(false);
  expect(await value(`1234${hotp(rfcSeed, 52)}`)).toBe(false);
  expect(await value(`9999${hotp(rfcSeed, 53)}`)).toBe(false);
  after(299);
  expect(await value(`1234${hotp(rfcSeed, 53)}`)).toBe(true);
  expect(await admin.token(serial)).toMatchObject({ count: 54, failcount: 0 });
  expect(await value(`1234${hotp(rfcSeed, 53)}`)).toBe(false);
  expect(await value(`1234${hotp(rfcSeed, 90)}`)).toBe(false);
  after(301);
  expect(await value(`1234${hotp(rfcSeed, 91)}`)).toBe(false);
  expect(await value(`1234${hotp(rfcSeed, 92)}`)).toBe(true);
  expect(await value(`1234${hotp(rfcSeed, 92 + 1001)}`)).toBe(false);
  expect(await value(`1234${hotp(rfcSeed, 92 + 1002)}`)).toBe(false);
  await admin.remove('/system/AutoResync');
});

test('too many wrong codes are forgotten after failcounter_clear_timeout minutes, and not before', async () => {
  await admin.post('/token/set', { serial, max_failcount: '2' });
  for (const pass of ['1234000000', '1234000000']) await check(pass);
  after(299);
  expect(await value(`1234${hotp(rfcSeed, 0)}`)).toBe(false);
  await set({ failcounter_clear_timeout: '5' });
  expect(await value(`1234${hotp(rfcSeed, 0)}`)).toBe(false);
  after(2);
  expect(await value(`1234${hotp(rfcSeed, 0)}`)).toBe(true);
  expect(await admin.token(serial)).toMatchObject({ failcount: 0 });
  await admin.remove('/system/failcounter_clear_timeout');
});

test('tries are not counted with no_auth_counter, so that a number of them ends nothing; failures still are', async () => {
  await admin.post('/token/set', { serial, count_auth_max: '3', max_failcount: '9' });
  await check(`1234${hotp(rfcSeed, 0)}`);
  await set({ no_auth_counter: 'True' });
  for (const pass of ['1234000000', '9999000000']) await check(pass);
  const counts = async () => {
    const { info, failcount } = await admin.token(serial);
    return [info.count_auth, info.count_auth_success, failcount];
  };
  expect(await counts()).toEqual(['1', '1', 2]);
  for (const counter of [1, 2, 3]) {
    expect((await check(`1234${hotp(rfcSeed, counter)}`)).json.result.value).toBe(true);
  }
  expect(await counts()).toEqual(['1', '1', 0]);
  await set({ no_auth_counter: 'False' });
  await check('1234000000');
  await check(`1234${hotp(rfcSeed, 4)}`);
  expect(await counts()).toEqual(['3', '2', 0]);
  expect((await check(`1234${hotp(rfcSeed, 5)}`)).json.result.value).toBe(false);
  await admin.remove('/system/no_auth_counter');
});

test('answers to a challenge are not counted with no_auth_counter', async () => {
  await set({ no_auth_counter: '1' });
  await admin.post('/policy/challenges', { scope: 'authentication', action: 'challenge_response=hotp' });
  const { transaction_id } = (await check('1234')).json.detail;
  await check('000000', { transaction_id });
  expect((await check(hotp(rfcSeed, 0), { transaction_id })).json.result.value).toBe(true);
  expect((await admin.token(serial)).info).not.toHaveProperty('count_auth');
  await admin.remove('/policy/challenges');
  await admin.remove('/system/no_auth_counter');
});

test.each([
  [{ OverrideAuthorizationClient: 'proxy.example.org' }],
  [{ OverrideAuthorizationClient: '10.0.0.0/33' }],
  [{ PrependPin: 'perhaps' }],
  [{ DefaultOtpLen: '5' }],
  [{ DefaultMaxFailCount: '0' }],
  [{ DefaultChallengeValidityTime: 'long' }],
  [{ AutoResync: 'perhaps' }],
  [{ no_auth_counter: 'perhaps' }],
  [{ splitAtSign: 'False' }],
  [{ failcounter_clear_timeout: '-1' }],
] as [Record<string, string>][])('refuses %j, which could not work', async (fields) => {
  expect(told(await set(fields))).toEqual([400, 905]);
});
