import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { putRoute } from '../../server/messaging/messaging.ts';
import { sendNow } from '../../server/messaging/send-now.ts';
import { httpModule, readSmsGateway, smtpModule } from '../../server/messaging/sms-gateway.ts';
import { type Receiver, startGateway, startMailServer, type TestTrust, testTrust } from './message-receiver.ts';
import { code, openPostOffice, type PostOffice } from './post-office.ts';

let trust: TestTrust;
let plain: Receiver;
let secured: Receiver;
let mail: Receiver;
let office: PostOffice;

beforeAll(async () => {
  trust = await testTrust();
  const { cert, key } = trust;
  [plain, secured, mail] = await Promise.all([startGateway(), startGateway({ cert, key }), startMailServer()]);
});
afterAll(async () => {
  await Promise.all([plain, secured, mail].map((receiver) => receiver?.stop()));
  trust?.remove();
});
beforeEach(async () => {
  office = await openPostOffice();
  await office.define('mail', { port: mail.port });
  await allow(`127.0.0.1, localhost:${plain.port}`);
});
afterEach(() => office.close());

const allow = (value: string) =>
  office.messaging.store.systemSettings.put({ name: 'sms.allowed_hosts', value, sealed: null, description: '' });
const hosts = async () =>
  ((await office.messaging.store.systemSettings.text('sms.allowed_hosts')) ?? '').split(', ').filter(Boolean);
const at = (path: string) => `http://127.0.0.1:${plain.port}${path}`;

/** Defines a gateway as the wire would, without asking whether it may be there. */
async function define(options: Record<string, string>, headers: Record<string, string> = {}): Promise<void> {
  const all = { TIMEOUT: '60', ...options };
  await putRoute(office.messaging, 'sms', 'gate', { module: httpModule, description: '', options: all, headers });
}

const message = () => ({ ...code(office.now()), kind: 'sms' as const, to: '+49 (151) 23-45', route: 'gate' });
const send = (text = 'Code 48151623', timeoutMs = 30_000) =>
  sendNow(office.messaging, { ...message(), text }, { timeoutMs });
const last = (receiver: Receiver) => receiver.got('request').at(-1);
const reason = (text: string) => ({ sent: false, reason: expect.stringContaining(text) });

test('asks by GET with the code and the number in the parameters', async () => {
  await define({
    URL: at('/ok?account=7'),
    HTTP_METHOD: 'GET',
    RETURN_SUCCESS: 'OK',
    text: 'Your {otp}',
    to: '{phone}',
  });
  expect(await send('a&b=c {phone}')).toEqual({ sent: true });
  const { method, url, body } = last(plain);
  expect([method, body]).toEqual(['GET', '']);
  const asked = new URL(url, 'http://x');
  expect(Object.fromEntries(asked.searchParams)).toEqual({
    account: '7',
    text: 'Your a&b=c {phone}',
    to: '+491512345',
  });
});

test('asks by POST with a form, headers and a login', async () => {
  await define(
    {
      URL: at('/ok'),
      HTTP_METHOD: 'POST',
      RETURN_SUCCESS: 'OK',
      USERNAME: 'me',
      PASSWORD: 'p:w',
      sms: '{otp}',
      nr: '{phone}',
    },
    { 'X-Api-Key': 'k1', 'X-To': '{phone}' },
  );
  expect(await send()).toEqual({ sent: true });
  const { method, url, headers, body } = last(plain);
  expect([method, url]).toEqual(['POST', '/ok']);
  expect(Object.fromEntries(new URLSearchParams(body))).toEqual({ sms: 'Code 48151623', nr: '+491512345' });
  expect(headers).toMatchObject({
    'content-type': 'application/x-www-form-urlencoded',
    authorization: `Basic ${Buffer.from('me:p:w').toString('base64')}`,
    'x-api-key': 'k1',
    'x-to': '+491512345',
  });
});

test('asks by POST with JSON, the number changed by REGEXP, and by an address with tags', async () => {
  await define({
    URL: at('/to/{phone}/{otp}'),
    HTTP_METHOD: 'POST',
    SEND_DATA_AS_JSON: 'yes',
    REGEXP: '/^\\+/00/',
    t: '{otp}',
  });
  expect(await send('1/2?x')).toEqual({ sent: true });
  const { url, body } = last(plain);
  expect(url).toBe('/to/00491512345/1%2F2%3Fx');
  expect(JSON.parse(body)).toEqual({ t: '1/2?x' });
});

test.each([
  ['an answer without RETURN_SUCCESS', '/fails', { RETURN_SUCCESS: 'OK' }, 'does not say'],
  ['an answer with RETURN_FAIL', '/fails', { RETURN_FAIL: 'ERROR' }, 'does not say'],
  ['a redirect, which is not followed', '/redirects', {}, 'redirects'],
  ['no answer in time', '/silent', { TIMEOUT: '1' }, 'in time'],
  ['an answer that never ends', '/trickles', { TIMEOUT: '1' }, 'in time'],
  ['no answer in the time of who waits', '/silent', {}, 'in time', 1000],
  ['an answer that is too long', '/long', {}, 'too long'],
  ['a refusal', '/malformed', {}, '400'],
])('tells a failure by %s', async (_, path, options, text, timeoutMs = 30_000) => {
  await define({ URL: at(path), ...options, text: '{otp}' });
  const before = plain.got('request').length;
  expect(await send(undefined, timeoutMs)).toMatchObject(reason(text));
  await vi.waitFor(() => expect(plain.got('request')).toHaveLength(before + 1), { timeout: 30_000 });
});

test('speaks TLS with the authority that was given, and with no other', async () => {
  const url = `https://127.0.0.1:${secured.port}/ok`;
  await define({ URL: url, CA: trust.ca, text: '{otp}' });
  expect(await send()).toEqual({ sent: true });
  expect(secured.got('request')).toHaveLength(1);
  for (const ca of [{}, { CA: trust.otherCa }]) {
    await define({ URL: url, text: '{otp}', ...ca });
    expect(await send()).toMatchObject(reason('option.CA'));
  }
  expect(secured.got('request')).toHaveLength(1);
});

test('reaches no private address that is not listed, by number or by name', async () => {
  await allow('');
  const before = plain.got('request').length;
  for (const host of [
    '127.0.0.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '10.0.0.1',
    '169.254.169.254',
    '2130706433',
    '0x7f.1',
  ]) {
    await define({ URL: `https://${host}:${plain.port}/ok`, text: '{otp}' });
    expect(await send()).toMatchObject(reason('not allowed'));
  }
  await define({ URL: `https://localhost:${plain.port}/ok`, text: '{otp}' });
  expect(await send()).toMatchObject(reason('private address'));
  await define({ URL: `http://gateway.example.org/ok`, text: '{otp}' });
  expect(await send()).toMatchObject(reason('without TLS'));
  await allow(`localhost:${plain.port}`);
  await define({ URL: at('/ok'), text: '{otp}' });
  expect(await send()).toMatchObject(reason('not in sms.allowed_hosts'));
  expect(plain.got('request')).toHaveLength(before);
  await define({ URL: `http://localhost:${plain.port}/ok`, text: '{otp}' });
  expect(await send()).toEqual({ sent: true });
});

test('goes through the queue, and again when the gateway was busy', async () => {
  await define({ URL: at('/busy-once'), RETURN_SUCCESS: 'OK', text: '{otp}' });
  const courier = office.courier();
  const id = await office.enqueue(message());
  const state = (wanted: object) =>
    vi.waitFor(async () => expect(await office.row(id)).toMatchObject(wanted), { timeout: 30_000 });
  await state({ state: 'waiting', trouble: expect.stringContaining('503') });
  office.pass(5);
  courier.wake();
  await state({ state: 'sent', attempts: 2, sealed: null });
});

test('goes as a mail to the carrier', async () => {
  const options = { IDENTIFIER: 'mail', MAILTO: '{phone}@carrier.test', SUBJECT: 'To {phone}', BODY: 'Code: {otp}' };
  await putRoute(office.messaging, 'sms', 'gate', { module: smtpModule, description: '', options, headers: {} });
  expect(await send('48151623')).toEqual({ sent: true });
  const got = mail.got('message').at(-1);
  expect(got.to).toEqual(['+491512345@carrier.test']);
  expect(got.text).toContain('Subject: To +491512345');
  expect(got.text).toContain('Code: 48151623');
});

test('refuses a number that is none', async () => {
  await define({ URL: at('/ok'), text: '{otp}' });
  for (const to of ['', '12', 'abc', '+49151;12', '1'.repeat(21), '+49151\r\nX: y']) {
    await expect(office.enqueue({ ...message(), to })).rejects.toThrow('telephone number');
  }
});

test.each([
  ['no address', {}],
  ['no web address', { URL: 'ftp://127.0.0.1/' }],
  ['a host that comes from the message', { URL: 'https://{phone}.example.org/' }],
  ['a login in the address', { URL: 'https://a:b@example.org/' }],
  ['a host that is not listed', { URL: 'https://example.org/' }],
  ['another method', { URL: 'http://127.0.0.1/', HTTP_METHOD: 'PUT' }],
  ['a proxy', { URL: 'http://127.0.0.1/', HTTPS_PROXY: 'http://10.0.0.1' }],
  ['no check of certificates', { URL: 'https://127.0.0.1/', CHECK_SSL: 'no' }],
  ['an endless time-out', { URL: 'https://127.0.0.1/', TIMEOUT: '0' }],
  ['an expression that could be slow', { URL: 'https://127.0.0.1/', REGEXP: '/(a+)+$//' }],
  ['an authority that is none', { URL: 'https://127.0.0.1/', CA: 'pem' }],
])('refuses a gateway with %s', async (_, options: Record<string, string>) => {
  const parameters = Object.fromEntries(Object.entries(options).map(([name, value]) => [`option.${name}`, value]));
  const around = { before: undefined, allowedHosts: await hosts(), hasSmtpServer: () => true };
  expect(() => readSmsGateway({ module: httpModule, ...parameters }, around)).toThrow('ERR905');
});
