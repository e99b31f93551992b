import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { hotp } from '../../domain/otp/hotp.ts';
import { told } from './administration.ts';
import { leilani, openSendingHouse, type SendingHouse } from './sending-house.ts';
import { rfcSeed } from './test-station.ts';

let sending: SendingHouse;
beforeAll(async () => {
  sending = await openSendingHouse();
});
afterAll(() => sending.close());
beforeEach(async () => {
  await sending.clear();
  number += 1;
});

let number = 0;
const address = () => `kim${number}@example.org`;
const otpkey = Buffer.from(rfcSeed).toString('hex');
const init = (fields: Record<string, string> = {}) =>
  sending.admin.post('/token/init', {
    type: 'email',
    serial: 'E1',
    otpkey,
    pin: '1234',
    ...leilani,
    email: address(),
    ...fields,
  });
const check = (fields: Record<string, string>) => sending.check(fields);
const code = (counter: number) => hotp(rfcSeed, counter);
const mails = () => sending.mails(address());

test('the PIN alone sends a mail with the default words, whose code answers the challenge', async () => {
  expect(told(await init())).toBe(true);
  const { authentication, detail } = await check({ pass: '1234' });
  expect(authentication).toBe('CHALLENGE');
  expect(detail).toMatchObject({ message: 'Enter the OTP from the Email', type: 'email', serial: 'E1' });
  const [mail] = mails();
  expect(mail).toContain('Subject: Your OTP');
  expect(mail).toContain(`\r\n\r\n${code(1)}`);
  const { transaction_id } = detail;
  expect(await check({ pass: code(1), transaction_id })).toMatchObject({ value: true });
  expect(await check({ pass: code(1), transaction_id })).toMatchObject({ value: false });
});

test('subject and text are the policies’, and a line break in a name makes no header', async () => {
  await init();
  const { store } = sending.house.server.installation;
  const person = await sending.house.personId('leilani.keola');
  const name = (given_name: string) =>
    store.db.updateTable('people').set({ given_name }).where('id', '=', person).execute();
  await name('Kim\r\nBcc: thief@example.org');
  await sending.policy('emailsubject=For {user}: <serial>');
  await sending.policy('emailtext=Hello {username}\\, type <otp> ({tokentype})');
  await check({ pass: '1234' });
  await name('Leilani');
  const [mail = ''] = mails();
  expect(mail).toContain(`Hello leilani.keola, type ${code(1)} (email)`);
  expect(mail).toMatch(/^Subject: For Kim Bcc: thief@example.org: E1\r$/m);
  expect(sending.mails('thief@example.org')).toEqual([]);
});

test('a text can be an HTML file of the templates folder, in which no name is markup', async () => {
  await init();
  const { directory, store } = sending.house.server.installation;
  mkdirSync(join(directory, 'templates'), { recursive: true });
  writeFileSync(join(directory, 'templates', 'mail.html'), '<p>{surname}</p><b>{otp}</b>');
  const person = await sending.house.personId('leilani.keola');
  await store.db.updateTable('people').set({ surname: '<i>K</i>' }).where('id', '=', person).execute();
  await sending.policy('emailtext=file:mail.html');
  await check({ pass: '1234' });
  expect(mails()[0]).toContain(`<p>&lt;i&gt;K&lt;/i&gt;</p><b>${code(1)}</b>`);
  await sending.policy('emailtext=file:none.html');
  expect((await check({ pass: '1234' })).detail.message).toBe('The PIN was correct, but the EMail could not be sent!');
  await expect(sending.policy('emailtext=file:../keys/store.key')).rejects.toThrow();
});

test('a code can be typed for two minutes, or for as long as the setting says', async () => {
  await init();
  const first = (await check({ pass: '1234' })).detail.transaction_id;
  sending.pass(120);
  expect(await check({ pass: code(1), transaction_id: first })).toMatchObject({ value: false });
  await sending.set({ 'email.validtime': '600' });
  const second = (await check({ pass: '1234' })).detail.transaction_id;
  sending.pass(599);
  expect(await check({ pass: code(2), transaction_id: second })).toMatchObject({ value: true });
  await sending.admin.remove('/system/email.validtime');
});

test('emailautosend sends the next code after a right one', async () => {
  await init();
  await sending.policy('emailautosend');
  const { transaction_id } = (await check({ pass: '1234' })).detail;
  expect(await check({ pass: code(1), transaction_id })).toMatchObject({ value: true });
  await vi.waitFor(() => expect(mails()).toHaveLength(2), { timeout: 30_000 });
  expect(mails()[1]).toContain(code(3));
  expect(await check({ pass: `1234${code(3)}` })).toMatchObject({ value: true });
});

test('a recipient that is refused ends the challenge', async () => {
  await init({ email: 'refused@example.org' });
  const failed = await check({ pass: '1234' });
  expect(failed).toMatchObject({ http: 200, value: false, authentication: 'REJECT' });
  expect(failed.detail.message).toBe('The PIN was correct, but the EMail could not be sent!');
  expect(told(await sending.admin.get('/token/challenges/E1'))).toMatchObject({ count: 0 });
});

test('a dynamic address is looked up when the code is sent', async () => {
  await init({ dynamic_email: 'True', email: '' });
  await check({ pass: '1234' });
  expect(sending.mails('leilani.keola@example.org').at(-1)).toContain(code(1));
  expect((await sending.admin.token('E1')).info).toMatchObject({ dynamic_email: 'True' });
});

test('enrolled anew with an address, it is looked up no more', async () => {
  await init({ dynamic_email: '1', email: '' });
  await init();
  const { info } = await sending.admin.token('E1');
  expect(info.email).toBe(address());
  expect(info).not.toHaveProperty('dynamic_email');
});

test.each([
  ['no address', { email: '' }],
  ['two addresses', { email: 'a@example.org, b@example.org' }],
])('refuses to enrol with %s', async (_, fields) => {
  expect(told(await init(fields))).toEqual([400, 905]);
});

test('a token may name the server it is sent by', async () => {
  await init({ 'email.identifier': 'none' });
  expect((await check({ pass: '1234' })).detail.message).toContain('could not be sent');
  await init({ 'email.identifier': 'mail' });
  expect((await check({ pass: '1234' })).authentication).toBe('CHALLENGE');
});

test('a token that has to be verified is sent its first code, which proves that mails arrive', async () => {
  await sending.policy('verify_enrollment=email', { scope: 'enrollment' });
  try {
    const { json } = await init();
    expect(json.detail).toMatchObject({ rollout_state: 'verify', verify: { message: 'Enter the OTP from the Email' } });
    expect(mails()[0]).toContain(code(1));
    expect(await check({ pass: '1234' })).toMatchObject({ value: false, authentication: 'REJECT' });
    expect(mails()).toHaveLength(1);
    const finish = (verify: string) => sending.admin.post('/token/init', { serial: 'E1', verify });
    expect(told(await finish('000000'))).toEqual([400, 905]);
    expect(told(await finish(code(1)))).toBe(true);
    expect(await check({ pass: `1234${code(1)}` })).toMatchObject({ value: false });
    expect(await check({ pass: `1234${code(2)}` })).toMatchObject({ value: true });
  } finally {
    await sending.admin.remove('/policy/verify_enrollment');
  }
});

test('a first code that cannot be sent is told, and the token still waits for it', async () => {
  await sending.policy('verify_enrollment=email', { scope: 'enrollment' });
  try {
    const { json } = await init({ email: 'refused@example.org' });
    expect(json.detail.verify.message).toBe('The code could not be sent. Begin the enrolment anew (rollover).');
    expect((await init({ rollover: '1' })).json.detail.verify.message).toBe('Enter the OTP from the Email');
    expect(mails()[0]).toContain(code(1));
  } finally {
    await sending.admin.remove('/policy/verify_enrollment');
  }
});
