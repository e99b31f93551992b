import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { hotp } from '../../domain/otp/hotp.ts';
import { hashPin } from '../../server/check/pin.ts';
import { told } from './administration.ts';
import { auditEntries } from './audit-chain.ts';
import { leilani, openSendingHouse, type SendingHouse } from './sending-house.ts';
import { rfcSeed } from './test-station.ts';

let sending: SendingHouse;
beforeAll(async () => {
  sending = await openSendingHouse();
});
afterAll(() => sending.close());
beforeEach(async () => {
  await sending.clear();
  await sending.sendBy('/ok');
  number += 1;
});

const json = { accept: 'application/json' };

/** Each test has a number of its own, so that it sees only what it sent. */
let number = 4915100;
const phone = () => `+${number}`;
const otpkey = Buffer.from(rfcSeed).toString('hex');
const init = (fields: Record<string, string> = {}) =>
  sending.admin.post('/token/init', {
    type: 'sms',
    serial: 'S1',
    otpkey,
    pin: '1234',
    ...leilani,
    phone: phone(),
    ...fields,
  });
const check = (fields: Record<string, string>) => sending.check(fields);
const trigger = async (fields: Record<string, string> = {}) =>
  (await check({ pass: '1234', ...fields })).detail.transaction_id;
const code = (counter: number) => hotp(rfcSeed, counter);
const texts = () => sending.texts(phone());
const token = (serial = 'S1') => sending.admin.token(serial);

test('the PIN alone sends a code, which answers its challenge once', async () => {
  expect(told(await init())).toBe(true);
  const asked = await check({ pass: '1234' });
  expect(asked).toMatchObject({ http: 200, status: true, value: false, authentication: 'CHALLENGE' });
  expect(asked.detail).toMatchObject({
    ...{ message: 'Enter the OTP from the SMS:', serial: 'S1', type: 'sms', client_mode: 'interactive' },
    multi_challenge: [{ serial: 'S1', type: 'sms', client_mode: 'interactive' }],
    attributes: { valid_until: '2026-11-21 12:05:00.000000' },
  });
  expect(texts()).toEqual([code(1)]);
  const { transaction_id } = asked.detail;
  expect(await check({ pass: code(1), transaction_id })).toMatchObject({ value: true, authentication: 'ACCEPT' });
  expect(await check({ pass: code(1), transaction_id })).toMatchObject({ value: false });
  expect(await check({ pass: `1234${code(1)}` })).toMatchObject({ value: false });
});

test('the code behind the PIN is right too, and its challenge is over then', async () => {
  await init();
  const transaction_id = await trigger();
  expect(await check({ pass: `1234${code(1)}` })).toMatchObject({ value: true });
  expect(await check({ pass: code(1), transaction_id })).toMatchObject({ value: false });
});

test('each challenge takes its own code, also when another was sent later', async () => {
  await init();
  const first = await trigger();
  const second = await trigger();
  expect(texts()).toEqual([code(1), code(2)]);
  expect(await check({ pass: code(1), transaction_id: second })).toMatchObject({ value: false });
  expect(await check({ pass: code(1), transaction_id: first })).toMatchObject({ value: true });
  expect(await check({ pass: code(2), transaction_id: second })).toMatchObject({ value: true });
});

test('of the same right answer sent ten times at once, one is taken', async () => {
  await init();
  const transaction_id = await trigger();
  const answers = await Promise.all(Array.from({ length: 10 }, () => check({ pass: code(1), transaction_id })));
  expect(answers.filter(({ value }) => value)).toHaveLength(1);
  expect(await check({ pass: `1234${code(1)}` })).toMatchObject({ value: false });
});

test('a PIN sent ten times at once opens challenges whose codes are all different', async () => {
  await init();
  const opened = await Promise.all(Array.from({ length: 10 }, () => check({ pass: '1234' })));
  const ids = opened.filter(({ authentication }) => authentication === 'CHALLENGE');
  expect(new Set(texts()).size).toBe(ids.length);
  expect(ids.length).toBeGreaterThan(0);
});

test('after ten codes that nobody typed there is a pause of ten minutes', async () => {
  await init();
  for (let sent = 0; sent < 10; sent += 1) expect(await trigger()).toMatch(/^\d{20}$/);
  expect((await check({ pass: '1234' })).detail.message).toContain('could not be sent');
  expect((await sending.admin.post('/validate/triggerchallenge', { serial: 'S1' })).json.result.value).toBe(0);
  expect(texts()).toHaveLength(10);
  sending.pass(601);
  const transaction_id = await trigger();
  expect(await check({ pass: code(11), transaction_id })).toMatchObject({ value: true });
  expect(await trigger()).toMatch(/^\d{20}$/);
});

test('a wrong PIN sends nothing, and a wrong answer counts as a failure', async () => {
  await init();
  expect(await check({ pass: '4321' })).toMatchObject({ authentication: 'REJECT' });
  expect(texts()).toEqual([]);
  const transaction_id = await trigger();
  expect(await check({ pass: code(2), transaction_id })).toMatchObject({ authentication: 'REJECT' });
  expect((await token()).failcount).toBe(2);
  expect(await check({ pass: code(1), transaction_id })).toMatchObject({ value: true });
  expect((await token()).failcount).toBe(0);
});

test('a code can be typed for five minutes, or for as long as the setting says', async () => {
  await init();
  const first = await trigger();
  sending.pass(299);
  expect(await check({ pass: code(1), transaction_id: first })).toMatchObject({ value: true });
  await sending.set({ 'sms.providerTimeout': '10' });
  const second = await trigger();
  sending.pass(10);
  expect(await check({ pass: code(3), transaction_id: second })).toMatchObject({ value: false });
  await sending.admin.remove('/system/sms.providerTimeout');
});

test('the text is the policy’s, where the user is the given name', async () => {
  await init();
  await sending.policy(
    'smstext=Aloha {user} <otp>\\, {otp} <serial> {serial} {givenname} {surname} {username} {userrealm} {tokentype} {recipient_givenname} {realm}. <u> {date}',
  );
  await trigger();
  const name = 'Leilani Keolaokalaniʻōpuʻu';
  expect(texts()).toEqual([
    `Aloha Leilani ${code(1)}, ${code(1)} S1 S1 ${name} leilani.keola office sms Leilani . <u> 2026-11-21`,
  ]);
  const [row] = (await sending.admin.get('/audit/?page_size=1')).json.result.value.auditdata;
  expect(row.policies).toContain('smstext');
});

test('smsautosend sends the next code after a right one, and that one needs no challenge', async () => {
  await init();
  await sending.policy('smsautosend');
  const transaction_id = await trigger();
  expect(await check({ pass: code(1), transaction_id })).toMatchObject({ value: true });
  await vi.waitFor(() => expect(texts()).toEqual([code(1), code(3)]), { timeout: 30_000 });
  expect((await token()).count).toBe(3);
  expect(await check({ pass: `1234${code(3)}` })).toMatchObject({ value: true });
  await vi.waitFor(() => expect(texts()).toHaveLength(3), { timeout: 30_000 });
});

test('a next code that cannot be sent keeps nobody out, and the audit tells why', async () => {
  await init();
  await sending.policy('smsautosend');
  const transaction_id = await trigger();
  await sending.admin.post('/token/info/S1/phone', { value: 'none' });
  expect(await check({ pass: code(1), transaction_id })).toMatchObject({ value: true });
  const entries = await auditEntries(sending.house.server.installation.store);
  expect(entries.at(-1)).toMatchObject({
    action: 'validate/accepted',
    detail: { info: expect.stringContaining('number') },
  });
  expect((await token()).count).toBe(2);
});

test.each([
  ['fails', '/fails'],
  ['is malformed', '/malformed'],
])('when the gateway %s, the answer says so and nothing can be answered', async (_, path) => {
  await init();
  await sending.sendBy(path);
  const failed = await check({ pass: '1234' });
  expect(failed).toMatchObject({ http: 200, status: true, value: false, authentication: 'REJECT' });
  expect(failed.detail.message).toBe('The PIN was correct, but the SMS could not be sent!');
  expect(failed.detail).toMatchObject({ multi_challenge: [], transaction_ids: [], messages: [failed.detail.message] });
  expect(failed.detail).not.toHaveProperty('transaction_id');
  expect(told(await sending.admin.get('/token/challenges/S1'))).toMatchObject({ count: 0 });
  expect(await check({ pass: '1234', exception: '1' })).toMatchObject({ http: 500, status: false });
  expect((await token()).failcount).toBe(0);
});

test('a gateway that does not answer is given up in time', async () => {
  await init();
  await sending.sendBy('/silent');
  // It never answers: that this ends is that it is given up.
  expect((await check({ pass: '1234' })).detail.message).toContain('could not be sent');
});

test('nothing that is defined, no number: the same answer, the reason in the audit, and the counter stays', async () => {
  await init({ dynamic_phone: 'true', phone: '' });
  const failed = await check({ pass: '1234' });
  expect(failed.detail.message).toBe('The PIN was correct, but the SMS could not be sent!');
  const entries = await auditEntries(sending.house.server.installation.store);
  expect(entries.at(-1)?.detail).toMatchObject({ info: 'S1: there is no telephone number' });
  expect((await token()).count).toBe(0);
});

test('a dynamic number is looked up when a code is sent, the first of several', async () => {
  await init({ dynamic_phone: '1', phone: '' });
  const { store } = sending.house.server.installation;
  const person = await sending.house.personId('leilani.keola');
  await store.db
    .updateTable('people')
    .set({ mobile: `${phone()}, +1` })
    .where('id', '=', person)
    .execute();
  await trigger();
  await store.db.updateTable('people').set({ mobile: '' }).where('id', '=', person).execute();
  expect(texts()).toEqual([code(1)]);
});

test.each([
  ['no number', { phone: '' }],
  ['a number that is none', { phone: 'call me' }],
])('refuses to enrol with %s', async (_, fields) => {
  expect(told(await init(fields))).toEqual([400, 905]);
});

test('enrolment makes the key itself and tells it to nobody', async () => {
  const reply = await init({ serial: '', otpkey: '' });
  expect(reply.json.detail.serial).toMatch(/^PISM[0-9A-F]{8}$/);
  expect(reply.json.detail).not.toHaveProperty('otpkey');
  expect(reply.json.detail).not.toHaveProperty('googleurl');
  expect((await token(reply.json.detail.serial)).info).toMatchObject({ phone: phone() });
});

test('a policy for other types took no effect on it', async () => {
  await init();
  await sending.policy('challenge_response=hotp');
  await trigger();
  const [row] = (await sending.admin.get('/audit/?page_size=1')).json.result.value.auditdata;
  expect(row).toMatchObject({ authentication: 'CHALLENGE', policies: null });
});

test('limits of the type hold', async () => {
  await sending.admin.post('/policy/limit', { scope: 'enrollment', action: 'sms_max_token_per_user=1' });
  expect(told(await init())).toBe(true);
  expect(told(await init({ serial: 'S2' }))).toEqual([403, 303]);
});

test('a disabled token and one that is locked send nothing', async () => {
  await init();
  await sending.admin.post('/token/disable/S1');
  expect((await check({ pass: '1234' })).detail.message).toBe('No active challenge response token found');
  await sending.admin.post('/token/enable/S1');
  await sending.house.server.installation.store.db
    .updateTable('credentials')
    .set({ failcount: 10 })
    .where('serial', '=', 'S1')
    .execute();
  expect(await check({ pass: '1234' })).toMatchObject({ value: false });
  expect(texts()).toEqual([]);
});

test('one transaction holds for an SMS token and one that makes its own codes', async () => {
  await init();
  await sending.admin.post('/token/init', {
    type: 'hotp',
    serial: 'H1',
    otpkey: '05'.repeat(20),
    pin: '1234',
    ...leilani,
  });
  await sending.policy('challenge_response=hotp');
  const { detail } = await check({ pass: '1234' });
  expect(detail.multi_challenge.map(({ serial }: { serial: string }) => serial)).toEqual(['H1', 'S1']);
  expect(detail.message).toBe('please enter otp: , Enter the OTP from the SMS:');
  const other = hotp(Buffer.alloc(20, 5), 0);
  expect(await check({ pass: other, transaction_id: detail.transaction_id })).toMatchObject({ value: true });
  expect(await check({ pass: code(1), transaction_id: detail.transaction_id })).toMatchObject({ value: false });
});

test('when only one of two codes can be sent, the other challenge holds', async () => {
  await init();
  await sending.admin.post('/token/init', {
    type: 'email',
    serial: 'E1',
    otpkey,
    pin: '1234',
    ...leilani,
    email: 'both@example.org',
  });
  await sending.sendBy('/fails');
  const { detail } = await check({ pass: '1234' });
  expect(detail.multi_challenge).toMatchObject([{ serial: 'E1' }]);
  expect(await check({ pass: code(1), transaction_id: detail.transaction_id })).toMatchObject({ value: true });
});

test('an administrator triggers the message, and hears when it cannot be sent', async () => {
  await init();
  const right = await sending.admin.post('/validate/triggerchallenge', { serial: 'S1' });
  expect(right.json.result).toMatchObject({ value: 1, authentication: 'CHALLENGE' });
  const { transaction_id } = right.json.detail;
  expect(await check({ serial: 'S1', pass: code(1), transaction_id })).toMatchObject({ value: true });
  await sending.sendBy('/fails');
  const wrong = await sending.admin.post('/validate/triggerchallenge', { serial: 'S1' });
  expect(wrong.json.result).toMatchObject({ status: true, value: 0, authentication: 'REJECT' });
  expect(wrong.json.detail.message).toContain('could not be sent');
});

test('challenges are listed without their codes, for who may see them', async () => {
  await init();
  const transaction_id = await trigger();
  await check({ pass: '000000', transaction_id });
  const listed = await sending.admin.get(`/token/challenges/S*?transaction_id=${transaction_id}`);
  expect(told(listed)).toMatchObject({
    ...{ count: 1, current: 1, next: null, prev: null },
    challenges: [
      {
        serial: 'S1',
        transaction_id,
        received_count: 1,
        otp_valid: false,
        challenge: '',
        expiration: expect.stringMatching(/GMT$/),
      },
    ],
  });
  expect(listed.text).not.toContain(code(1));
  expect(told(await sending.house.client.get('/token/challenges/'))).toEqual([401, 4033]);
});

test('the code is nowhere but on its way: not in the audit, not in the list of messages', async () => {
  await init();
  await trigger();
  const [sent = ''] = texts();
  expect(sent).toMatch(/^\d{6}$/);
  expect(JSON.stringify(await auditEntries(sending.house.server.installation.store))).not.toContain(sent);
  expect((await sending.admin.get('/messages')).text).not.toContain(sent);
});

test('at the gate the password sends the code, and a wrong one sends nothing', async () => {
  await init();
  const { store } = sending.house.server.installation;
  const person = await store.ownPeople.find('office', 'leilani.keola');
  if (person === undefined) throw new Error('the example people are there');
  await store.ownPeople.change('office', { ...person, passwordHash: await hashPin(Buffer.from('her own')) });
  const { form } = sending.house.client;
  const enter = async (password: string) => (await form('/login', { username: 'leilani.keola', password }, json)).json;
  expect(await enter('not hers')).toMatchObject({ next: 'refused' });
  expect(texts()).toEqual([]);
  const { next, session } = await enter('her own');
  expect([next, texts()]).toEqual(['code', [code(1)]]);
  const answer = async (typed: string) => (await form('/login/code', { session, code: typed }, json)).json.next;
  expect(await answer(code(2).split('').reverse().join(''))).toBe('code');
  expect(await answer(code(1))).toBe('done');
});
