import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { hotp } from '../../domain/otp/hotp.ts';
import { hashPin } from '../../server/check/pin.ts';
import { rights } from '../../server/store/rights.ts';
import { type Administration, administration, told } from './administration.ts';
import { type House, openHouse } from './house.ts';
import { rawSql } from './raw-sql.ts';
import { rfcSeed } from './test-station.ts';

let house: House;
let admin: Administration;
let pinHash: string;
let time = new Date('2026-11-21T12:00:00Z');
beforeAll(async () => {
  house = await openHouse(() => time);
  admin = await administration(house);
  pinHash = await hashPin(Buffer.from('1234'));
});
afterAll(() => house.close());
beforeEach(async () => {
  const { store } = house.server.installation;
  await rawSql(store, "UPDATE credentials SET ended_at = '2026-01-01' WHERE ended_at IS NULL");
  await rawSql(store, 'DELETE FROM policies');
});

const leilani = { user: 'leilani.keola', realm: 'office' };
const own = async (serial: string, more = {}, seed = rfcSeed) =>
  house.give(serial, { ownerId: await house.personId('leilani.keola'), pinHash, ...more }, seed);
const policy = (action: string, fields = {}) =>
  admin.post(`/policy/${action.split('=')[0]}`, { scope: 'authentication', action, ...fields });
const check = async (fields: Record<string, string>) => {
  const { json } = await house.client.form('/validate/check', { ...leilani, ...fields });
  return { ...json.result, detail: json.detail };
};
const failcount = async (serial: string) =>
  (await house.server.installation.store.credentials.bySerial(serial))?.failcount;
const { exchanges } = JSON.parse(readFileSync(new URL('privacyidea-exchanges.json', import.meta.url), 'utf8'));
// biome-ignore lint/suspicious/noExplicitAny: recorded replies are whatever the server said
const recorded = (title: string): any => exchanges.find((one: { title: string }) => one.title === title).reply;
const members = (value: object) => Object.keys(value).sort();

test('a PIN alone opens a challenge as privacyIDEA words it, and the code alone answers it once', async () => {
  await own('H1');
  await policy('challenge_response=hotp TOTP');
  const asked = await check({ pass: '1234' });
  expect(asked).toMatchObject({ status: true, value: false, authentication: 'CHALLENGE' });
  const before = recorded('challenge');
  expect(members(asked.detail)).toEqual(members(before.detail));
  expect(members(asked.detail.multi_challenge[0])).toEqual(members(before.detail.multi_challenge[0]));
  expect(asked.detail).toMatchObject({ message: 'please enter otp: ', serial: 'H1', type: 'hotp' });
  const { transaction_id } = asked.detail;
  expect(transaction_id).toMatch(/^\d{20}$/);
  const wrong = await check({ pass: '000000', transaction_id });
  expect(wrong).toMatchObject({ value: false, authentication: 'REJECT' });
  expect(members(wrong.detail)).toEqual(members(recorded('challenge, wrong answer').detail));
  expect(wrong.detail.message).toBe('Response did not match the challenge.');
  expect(await failcount('H1')).toBe(1);
  const right = await check({ pass: hotp(rfcSeed, 0), transaction_id });
  expect(right).toMatchObject({ value: true, authentication: 'ACCEPT' });
  expect(members(right.detail)).toEqual(members(recorded('challenge, right answer').detail));
  expect(right.detail.message).toBe('Found matching challenge');
  expect(await failcount('H1')).toBe(0);
  expect(await check({ pass: hotp(rfcSeed, 1), transaction_id })).toMatchObject({ value: false });
  expect(await check({ pass: `1234${hotp(rfcSeed, 1)}` })).toMatchObject({ value: true });
});

test('one transaction holds for all tokens with that PIN, under either name', async () => {
  await own('H1');
  await own('H2', {}, Buffer.alloc(20, 5));
  await own('H3', { pinHash: null }, Buffer.alloc(20, 6));
  await policy('challenge_response=hotp');
  const { detail } = await check({ pass: '1234' });
  expect(detail.multi_challenge.map(({ serial }: { serial: string }) => serial)).toEqual(['H1', 'H2']);
  expect(new Set(detail.transaction_ids)).toEqual(new Set([detail.transaction_id]));
  const state = detail.transaction_id;
  expect(await check({ pass: hotp(Buffer.alloc(20, 6), 0), state })).toMatchObject({ value: false });
  expect(await check({ pass: hotp(Buffer.alloc(20, 5), 0), state })).toMatchObject({ value: true });
  expect(await check({ pass: hotp(rfcSeed, 0), state })).toMatchObject({ value: false });
});

test('without the policy, for another type or with a wrong PIN there is no challenge, and it counts as a failure', async () => {
  await own('H1');
  expect(await check({ pass: '1234' })).toMatchObject({
    authentication: 'REJECT',
    detail: { message: 'wrong otp pin' },
  });
  expect(await failcount('H1')).toBe(1);
  await policy('challenge_response=totp yubikey');
  expect((await check({ pass: '1234' })).detail).not.toHaveProperty('transaction_id');
  await policy('challenge_response=hotp');
  expect(await check({ pass: '1235' })).toMatchObject({ authentication: 'REJECT' });
  expect(await failcount('H1')).toBe(3);
});

test('the types of several policies add up, whatever their priority', async () => {
  await own('H1');
  await policy('challenge_response=totp');
  await admin.post('/policy/more', { scope: 'authentication', action: 'challenge_response=hotp', priority: '5' });
  expect(await check({ pass: '1234' })).toMatchObject({ authentication: 'CHALLENGE' });
});

test('with otppin=none nothing at all opens it', async () => {
  await own('H1');
  await policy('challenge_response=hotp');
  await policy('otppin=none');
  expect(await check({ pass: '' })).toMatchObject({ authentication: 'CHALLENGE' });
  expect(await check({ pass: '1234' })).toMatchObject({ authentication: 'REJECT' });
});

test('with otppin=ignore_pin a wrong code is a failure and no challenge', async () => {
  await own('H1');
  await policy('challenge_response=hotp');
  await policy('otppin=ignore_pin');
  expect(await check({ pass: '000000' })).toMatchObject({ authentication: 'REJECT' });
  expect(await failcount('H1')).toBe(1);
});

test('a challenge ends after two minutes', async () => {
  await own('H1');
  await policy('challenge_response=hotp');
  const { transaction_id } = (await check({ pass: '1234' })).detail;
  time = new Date(time.getTime() + 120_000);
  expect(await check({ pass: hotp(rfcSeed, 0), transaction_id })).toMatchObject({ value: false });
  expect(await check({ pass: `1234${hotp(rfcSeed, 0)}` })).toMatchObject({ value: true });
});

test('a disabled token and one that is locked are not offered', async () => {
  await own('H1', { active: 0 });
  await policy('challenge_response=hotp');
  const { detail } = await check({ pass: '1234' });
  expect(detail.message).toBe('No active challenge response token found');
  await own('H2', { failcount: 10 });
  expect((await check({ pass: '1234' })).detail).not.toHaveProperty('transaction_id');
});

test('a challenge of one person is no use to another', async () => {
  await own('H1');
  await house.give('A1', { ownerId: await house.personId('amara.okafor') });
  await policy('challenge_response=hotp');
  const { transaction_id } = (await check({ pass: '1234' })).detail;
  const other = { user: 'amara.okafor', pass: hotp(rfcSeed, 0), transaction_id };
  expect(await check(other)).toMatchObject({ value: false });
});

test('the text is the policy’s, and the audit tells of the challenge', async () => {
  await own('H1');
  await policy('challenge_response=hotp');
  await policy('challenge_text=Aloha {user}\\, your code');
  expect((await check({ pass: '1234' })).detail.message).toBe('Aloha Leilani, your code');
  const [row] = (await admin.get('/audit/?page_size=1')).json.result.value.auditdata;
  expect(row).toMatchObject({ authentication: 'CHALLENGE', success: 0, policies: 'challenge_response,challenge_text' });
});

test('an administrator triggers a challenge for all tokens of a person, who answers without a PIN', async () => {
  await own('H1');
  await own('T1', { type: 'totp' }, Buffer.alloc(20, 5));
  await own('OFF', { active: 0 });
  await policy('challenge_response=hotp totp');
  const reply = await admin.post('/validate/triggerchallenge', leilani);
  expect(reply.json.result).toEqual({ authentication: 'CHALLENGE', status: true, value: 2 });
  const before = recorded('trigger');
  expect(members(reply.json.detail)).toEqual(members(before.detail));
  const { transaction_id } = reply.json.detail;
  const poll = (id: string) => house.client.get(`/validate/polltransaction/${id}`);
  expect((await poll(transaction_id)).json).toMatchObject({
    result: { value: false, authentication: 'REJECT' },
    detail: { challenge_status: 'pending' },
  });
  expect(await check({ pass: hotp(rfcSeed, 0), transaction_id })).toMatchObject({ value: true });
  expect((await house.client.get('/validate/polltransaction?transaction_id=1')).json.result.value).toBe(false);
});

test('to trigger takes the right and a token that can be challenged', async () => {
  await own('H1');
  const trigger = (fields: Record<string, string> = leilani) => admin.post('/validate/triggerchallenge', fields);
  expect(told(await house.client.form('/validate/triggerchallenge', leilani))).toEqual([401, 4033]);
  expect((await trigger()).json.result).toMatchObject({ value: 0 });
  await policy('challenge_response=hotp');
  expect((await trigger({ serial: 'H1' })).json.result).toMatchObject({ value: 1 });
  expect(told(await trigger({ user: 'nobody', realm: 'office' }))).toEqual([400, 904]);
  await admin.limitTo(rights.filter((right) => right !== 'triggerchallenge'));
  expect(told(await trigger())).toEqual([403, 303]);
  await admin.limitTo(rights);
});
