import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ocra } from '../../domain/otp/ocra.ts';
import { parseOcraSuite } from '../../domain/otp/ocra-suite.ts';
import { readQrRequest } from '../../domain/otp/qr-address.ts';
import { told } from './administration.ts';
import { auditEntries } from './audit-chain.ts';
import { leilani, openSendingHouse, type SendingHouse } from './sending-house.ts';

let sending: SendingHouse;
beforeAll(async () => {
  sending = await openSendingHouse();
});
afterAll(() => sending.close());
beforeEach(() => sending.clear());

const key = Buffer.alloc(32, 7);
const init = (fields: Record<string, string> = {}) =>
  sending.admin.post('/token/init', {
    ...{ type: 'qr', serial: 'QR1', otpkey: key.toString('hex'), pin: '1234', ...leilani, ...fields },
  });
const check = (fields: Record<string, string>) => sending.check(fields);
const poll = async (id: string) => (await sending.house.client.get(`/validate/polltransaction/${id}`)).json;
const push = async (fields: Record<string, string>) => (await sending.house.client.form('/ttype/qr', fields)).text;

/** What the app does: it believes only what its server signed, and answers by suite, key and its own counter. */
function app(address: string, counter = 0, suite = 'OCRA-1:HOTP-SHA256-8:C-QA64') {
  const parsed = parseOcraSuite(suite);
  const request = readQrRequest(address, key, parsed.hash);
  if (request === undefined) throw new Error('not from the server');
  const { question } = request;
  return { ...request, response: ocra(parsed, key, parsed.counter ? { question, counter } : { question }) };
}

/** The picture as a phone reads it (Debian's zbar). */
function scanned(image: string): string {
  const png = Buffer.from(image.replace('data:image/png;base64,', ''), 'base64');
  return execFileSync('zbarimg', ['--quiet', '--raw', '--oneshot', '-'], {
    input: png,
    encoding: 'utf8',
    stdio: 'pipe',
  }).trim();
}

test('a program that reads pictures is there', () => {
  expect(existsSync('/usr/bin/zbarimg'), 'apt-get install zbar-tools').toBe(true);
});

test('enrolment gives the pairing code with seed, suite and serial', async () => {
  const { detail } = (await init({ serial: '', otpkey: '', genkey: '1' })).json;
  expect(detail.serial).toMatch(/^QR[0-9A-F]{8}$/);
  const address = new URL(detail.ocraurl.value);
  expect(Object.fromEntries(address.searchParams)).toEqual({
    ...{ sh: detail.otpkey.value.replace('seed://', ''), os: 'OCRA-1:HOTP-SHA256-8:C-QA64', se: detail.serial },
  });
  expect(address.searchParams.get('sh')).toHaveLength(64);
  expect(scanned(detail.ocraurl.img)).toBe(detail.ocraurl.value);
  expect((await sending.admin.token(detail.serial)).info).toMatchObject({ ocrasuite: 'OCRA-1:HOTP-SHA256-8:C-QA64' });
});

test('by hand: the PIN brings a picture, and the response of the app is typed', async () => {
  await init();
  const { authentication, detail } = await check({ pass: '1234' });
  expect(authentication).toBe('CHALLENGE');
  expect(detail).toMatchObject({ message: 'Please scan the QR Code', client_mode: 'interactive', type: 'qr' });
  const [one] = detail.multi_challenge;
  expect(one).toMatchObject({ serial: 'QR1', attributes: { poll: false, hideResponseInput: false } });
  expect(scanned(one.image)).toBe(one.attributes.value);
  const { transactionId, response, url, question } = app(one.attributes.value);
  expect([transactionId, url]).toEqual([detail.transaction_id, undefined]);
  expect(question).toMatch(/^[0-9A-Za-z]{64}$/);
  const { transaction_id } = detail;
  expect(await check({ pass: '00000000', transaction_id })).toMatchObject({ value: false });
  expect((await sending.admin.token('QR1')).failcount).toBe(1);
  expect(await check({ pass: response, transaction_id })).toMatchObject({ value: true });
  expect(await check({ pass: response, transaction_id })).toMatchObject({ value: false });
  expect(await sending.admin.token('QR1')).toMatchObject({ failcount: 0, count: 1 });
});

test('half automatic: the app pushes to qrtanurl, the login page sees it and finishes', async () => {
  await init();
  const where = 'https://desk.example.org/ttype/qr?serial=<serial>&transaction_id=<transactionid>&u=<user>';
  await sending.policy(`qrtanurl=${where}`);
  const { detail } = await check({ pass: '1234', 'callback.user': 'kim&x' });
  const { transaction_id } = detail;
  expect(detail).toMatchObject({ client_mode: 'poll', preferred_client_mode: 'poll', attributes: { poll: true } });
  const { url = '', response } = app(detail.attributes.value);
  expect(url).toBe(`https://desk.example.org/ttype/qr?serial=QR1&transaction_id=${transaction_id}&u=kim%26x`);
  expect(await poll(transaction_id)).toMatchObject({
    result: { value: false },
    detail: { challenge_status: 'pending' },
  });
  expect(await check({ pass: '', transaction_id })).toMatchObject({ value: false });
  const pushed = Object.fromEntries(new URL(url).searchParams);
  expect(await push({ ...pushed, response: '00000000' })).toBe('INVALID_RESPONSE:9');
  expect(await push({ ...pushed, serial: 'QR2', response })).toBe('INVALID_CHALLENGE');
  expect(await push({ ...pushed, response })).toBe('OK');
  expect(await push({ ...pushed, response })).toBe('INVALID_CHALLENGE');
  expect(await poll(transaction_id)).toMatchObject({ result: { value: true }, detail: { challenge_status: 'accept' } });
  const list = told(await sending.admin.get('/token/challenges/QR1')) as { challenges: object[] };
  expect(list.challenges).toMatchObject([{ otp_valid: true, received_count: 2 }]);
  expect(await check({ user: 'amara.okafor', pass: '', transaction_id })).toMatchObject({ value: false });
  expect(await check({ pass: '', transaction_id })).toMatchObject({ value: true, authentication: 'ACCEPT' });
  expect(await check({ pass: '', transaction_id })).toMatchObject({ value: false });
  expect((await poll(transaction_id)).result.value).toBe(false);
  const entries = await auditEntries(sending.house.server.installation.store);
  expect(entries.filter(({ action }) => action === 'validate/pushed').map(({ detail }) => detail)).toMatchObject([
    { success: false },
    { success: true, serial: 'QR1' },
  ]);
  const challenged = entries.findLast(({ action }) => action === 'validate/challenged');
  expect(JSON.stringify(challenged)).toContain('qrtanurl');
});

test('of one response pushed and typed at once, ten times each, one login comes', async () => {
  await init();
  const { detail } = await check({ pass: '1234' });
  const { transaction_id } = detail;
  const { response } = app(detail.attributes.value);
  const ten = Array.from({ length: 10 });
  const [pushed, typed] = await Promise.all([
    Promise.all(ten.map(() => push({ transaction_id, response }))),
    Promise.all(ten.map(() => check({ pass: response, transaction_id }))),
  ]);
  const finished = await Promise.all(ten.map(() => check({ pass: '', transaction_id })));
  expect(pushed.filter((word) => word === 'OK').length).toBeLessThan(2);
  expect([...typed, ...finished].filter(({ value }) => value)).toHaveLength(1);
});

test('the address goes by the realms of the token, and the request can do without', async () => {
  await init();
  await sending.policy('qrtanurl=https://a.example.org/', { realm: 'elsewhere' });
  expect((await check({ pass: '1234' })).detail.client_mode).toBe('interactive');
  await sending.policy('qrtanurl=https://a.example.org/', { realm: 'office' });
  expect((await check({ pass: '1234' })).detail.client_mode).toBe('poll');
  expect((await check({ pass: '1234', no_callback: '1' })).detail.client_mode).toBe('interactive');
  await sending.admin.post('/policy/more', {
    scope: 'authentication',
    action: 'qrtanurl=https://b.example.org/',
    priority: '1',
  });
});

test('a setting says which hosts an address may name', async () => {
  await sending.set({ 'qrtan.allowed_hosts': 'a.example.org, b.example.org' });
  await sending.policy('qrtanurl=https://b.example.org/x');
  await expect(sending.policy('qrtanurl=https://c.example.org/x')).rejects.toThrow('c.example.org');
  await expect(sending.policy('qrtanurl=http://b.example.org/x')).rejects.toThrow();
  expect(told(await sending.admin.post('/system/setConfig', { 'qrtan.allowed_hosts': 'a b/c' }))).toEqual([400, 905]);
  await sending.admin.remove('/system/qrtan.allowed_hosts');
});

test('realms of the token that lead to different addresses contradict each other', async () => {
  const { store } = sending.house.server.installation;
  await store.people.ensureRealm('lab');
  await init({ tokenrealm: 'lab' });
  await sending.admin.post('/policy/a', {
    scope: 'authentication',
    action: 'qrtanurl=https://a.example.org/',
    realm: 'office',
  });
  await sending.admin.post('/policy/b', {
    scope: 'authentication',
    action: 'qrtanurl=https://b.example.org/',
    realm: 'lab',
  });
  expect(await check({ pass: '1234' })).toMatchObject({ http: 403, error: { code: 303 } });
  expect(told(await sending.admin.get('/token/challenges/QR1'))).toMatchObject({ count: 0 });
});

test('qrtanurl_init is in the pairing code', async () => {
  await sending.policy('qrtanurl_init=https://a.example.org/paired?s=<serial>');
  const { detail } = (await init()).json;
  expect(new URL(detail.ocraurl.value).searchParams.get('u')).toBe('https://a.example.org/paired?s=QR1');
});

test.each([
  ['raw', 'Pay 10 EUR to Kim', 'Pay10EURtoKim'],
  ['hash', 'Pay 10 EUR to Kim', /^[0-9a-f]{64}$/],
  ['random', 'Pay 10 EUR to Kim', /^[0-9A-Za-z]{64}$/],
])('the question is %s of what is confirmed, and the app shows that', async (challenge_type, data, expected) => {
  await init();
  const { detail } = await check({ pass: '1234', data, challenge_type });
  const { question, message, response } = app(detail.attributes.value);
  expect(question).toMatch(expected);
  expect(message).toBe(data);
  expect(await check({ pass: response, transaction_id: detail.transaction_id })).toMatchObject({ value: true });
});

test('data without anything to ask about is an error, and nothing was begun', async () => {
  await init();
  expect(await check({ pass: '1234', data: '?!' })).toMatchObject({ http: 400, error: { code: 905 } });
  expect(told(await sending.admin.get('/token/challenges/QR1'))).toMatchObject({ count: 0 });
});

test('a response to one challenge is worth nothing to another, nor behind the PIN', async () => {
  await init();
  const first = (await check({ pass: '1234' })).detail;
  const second = (await check({ pass: '1234' })).detail;
  const { response } = app(first.attributes.value);
  expect(await check({ pass: response, transaction_id: second.transaction_id })).toMatchObject({ value: false });
  expect(await check({ pass: `1234${response}` })).toMatchObject({ value: false });
  expect(await check({ pass: response, transaction_id: first.transaction_id })).toMatchObject({ value: true });
});

test('a push that is too late, to a disabled token or without a transaction changes nothing', async () => {
  await init();
  const { detail } = await check({ pass: '1234' });
  const { response } = app(detail.attributes.value);
  const { transaction_id } = detail;
  await sending.admin.post('/token/disable/QR1');
  expect(await push({ transaction_id, response })).toBe('INVALID_RESPONSE:0');
  await sending.admin.post('/token/enable/QR1');
  expect(await push({ response })).toBe('INVALID_CHALLENGE');
  sending.pass(120);
  expect(await push({ transaction_id, response })).toBe('INVALID_CHALLENGE');
  expect((await sending.admin.token('QR1')).count).toBe(0);
});

test('after ten wrong responses the token is locked, also for pushes', async () => {
  await init();
  const { detail } = await check({ pass: '1234' });
  const { transaction_id } = detail;
  for (let left = 9; left >= 0; left -= 1) {
    expect(await push({ transaction_id, response: '1' })).toBe(`INVALID_RESPONSE:${left}`);
  }
  expect(await push({ transaction_id, response: app(detail.attributes.value).response })).toBe('INVALID_RESPONSE:0');
  expect((await poll(transaction_id)).result.value).toBe(false);
});

test('an OCRA token of another kind is asked in words', async () => {
  const suite = 'OCRA-1:HOTP-SHA1-6:QN08';
  expect(told(await init({ type: 'ocra', serial: 'O1', ocrasuite: suite, otpkey: '07'.repeat(20) }))).toBe(true);
  const { detail } = await check({ pass: '1234' });
  const question = detail.attributes.challenge;
  expect(question).toMatch(/^\d{8}$/);
  expect(detail.message).toBe(`Please answer the challenge: ${question}`);
  const response = ocra(parseOcraSuite(suite), Buffer.alloc(20, 7), { question });
  expect(await check({ pass: response, transaction_id: detail.transaction_id })).toMatchObject({ value: true });
});

test('the question can be in the text of a policy', async () => {
  await init({ type: 'ocra', serial: 'O1', otpkey: '', genkey: '1' });
  await sending.policy('challenge_text=Type {challenge} into your token\\, {user}');
  const { detail } = await check({ pass: '1234' });
  expect(detail.message).toBe(`Type ${detail.attributes.challenge} into your token, Leilani`);
});

test.each([
  ['a suite that is none', { ocrasuite: 'OCRA-2:X' }],
  ['a suite with a PIN', { ocrasuite: 'OCRA-1:HOTP-SHA256-8:QN08-PSHA1' }],
  ['a suite with a session', { ocrasuite: 'OCRA-1:HOTP-SHA256-8:QN08-S064' }],
  ['rollout in two steps', { sharedsecret: '1' }],
  ['neither key nor genkey', { otpkey: '' }],
])('refuses to enrol with %s', async (_, fields) => {
  expect(told(await init(fields))).toEqual([400, 905]);
});

test('it has no place to be found again: resync says so, and its suite is nobody’s to change', async () => {
  await init();
  expect(told(await sending.admin.post('/token/resync/QR1', { otp1: '1', otp2: '2' }))).toBe(false);
  expect(told(await sending.admin.post('/token/info/QR1/ocrasuite', { value: 'x' }))).toEqual([400, 905]);
});
