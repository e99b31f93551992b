import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { fromModhex } from '../../domain/otp/modhex.ts';
import { makeYubicoOtp } from '../../domain/otp/yubico-otp.ts';
import { hashPin } from '../../server/check/pin.ts';
import { type Administration, administration, told } from './administration.ts';
import { type House, openHouse } from './house.ts';
import { rawSql } from './raw-sql.ts';

let house: House;
let admin: Administration;
const apiKey = Buffer.alloc(20, 9).toString('base64');
const key = Buffer.alloc(16, 3);
const publicId = 'ccccccbtnllb';
const nonce = 'askldjflajsdkfjsalkdj';

beforeAll(async () => {
  house = await openHouse();
  admin = await administration(house);
  expect(told(await admin.post('/system/setConfig', { 'yubikey.apiid.7': apiKey }))).toEqual({
    'yubikey.apiid.7': 'insert',
  });
});
afterAll(() => house.close());
beforeEach(async () => {
  await rawSql(
    house.server.installation.store,
    "UPDATE credentials SET ended_at = '2026-01-01' WHERE ended_at IS NULL",
  );
  await give();
});

const give = (more = {}) =>
  house.give(
    'UBAM1',
    { type: 'yubikey', otpLength: 44, publicId, ...more },
    Buffer.concat([key, Buffer.from('010203040506', 'hex')]),
  );
const otp = (useCounter: number, session = 0, id = publicId) =>
  id + makeYubicoOtp(key, { privateId: '010203040506', useCounter, session, timestamp: 0x123456, random: 77 });

const changed = (typed: string) => typed.slice(0, -1) + (typed.endsWith('v') ? 'c' : 'v');

/** Asks and reads the lines; checks the signature over them as a client has to. */
async function ask(fields: Record<string, string>): Promise<Record<string, string>> {
  const reply = await house.client.get(`/ttype/yubikey?${new URLSearchParams({ id: '7', nonce, ...fields })}`);
  expect(reply.status).toBe(200);
  expect(reply.headers['content-type']).toMatch(/^text\/plain/);
  const pairs = reply.text
    .split('\r\n')
    .filter(Boolean)
    .map((line): [string, string] => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]);
  const { h, ...lines } = Object.fromEntries(pairs);
  const covered = Object.keys(lines)
    .sort()
    .map((name) => `${name}=${lines[name]}`)
    .join('&');
  const right = createHmac('sha1', Buffer.from(apiKey, 'base64')).update(covered).digest('base64');
  expect(h).toBe(lines.status === 'NO_SUCH_CLIENT' ? '' : right);
  return lines;
}

/** Yubico's own client in C (Debian's libykclient): it signs, and checks otp, nonce and signature of the answer. */
function ykclient(typed: string, ...options: readonly string[]): Promise<{ code: number; text: string }> {
  const url = `${house.server.url}/ttype/yubikey`;
  const ca = join(house.directory, 'ca.pem');
  const all = ['--url', url, '--cai', ca, '--apikey', apiKey, ...options, '7', typed];
  return new Promise((resolve) => {
    execFile('ykclient', all, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), text: `${stdout}${stderr}` });
    });
  });
}

test('Yubico’s client takes a right OTP once, and neither an older one nor a changed one', async () => {
  expect(existsSync('/usr/bin/ykclient'), 'apt-get install libykclient-dev').toBe(true);
  expect(await ykclient(otp(5))).toMatchObject({ code: 0 });
  expect((await ask({ otp: otp(5) })).status).toBe('REPLAYED_OTP');
  expect(await ykclient(otp(5))).toMatchObject({ code: 2 });
  expect(await ykclient(otp(4))).toMatchObject({ code: 2 });
  expect(await ykclient(changed(otp(6)))).toMatchObject({ code: 3 });
  expect(await ykclient(otp(6))).toMatchObject({ code: 0 });
});

test('Yubico’s client believes no answer that another key signed', async () => {
  const other = Buffer.alloc(20, 8).toString('base64');
  expect((await ykclient(otp(5), '--apikey', other)).code).not.toBe(0);
  expect((await ask({ otp: otp(5) })).status).toBe('OK');
});

test('tells the counters of the token when it is asked for them, and how many servers agreed', async () => {
  const lines = await ask({ otp: otp(5, 2), timestamp: '1', sl: 'secure' });
  expect(lines).toMatchObject({
    ...{
      status: 'OK',
      otp: otp(5, 2),
      nonce,
      sl: '100',
      timestamp: String(0x123456),
      sessioncounter: '5',
      sessionuse: '2',
    },
  });
  expect(lines.t).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ0\d{3}$/);
  const plain = await ask({ otp: otp(6) });
  expect(Object.keys(plain).sort()).toEqual(['nonce', 'otp', 'status', 't', 'timestamp']);
});

test.each([
  ['MISSING_PARAMETER', { otp: '' }],
  ['MISSING_PARAMETER', { nonce: 'short' }],
  ['MISSING_PARAMETER', { sl: '200' }],
  ['NO_SUCH_CLIENT', { id: '8' }],
  ['NO_SUCH_CLIENT', { id: 'x' }],
  ['BAD_SIGNATURE', { h: 'AAAA' }],
  ['BAD_OTP', { otp: 'cccccccccccc' }],
  ['BAD_OTP', { otp: '123456' }],
])('says %s of %j', async (status, fields: Record<string, string>) => {
  expect((await ask({ otp: otp(5), ...fields })).status).toBe(status);
  expect((await ask({ otp: otp(5) })).status).toBe('OK');
});

test('a PIN may stand in front, also one that looks like a part of the public id', async () => {
  for (const [pin, counter] of [
    ['1234', 5],
    ['cccc', 6],
  ] as const) {
    await rawSql(
      house.server.installation.store,
      "UPDATE credentials SET ended_at = '2026-01-01' WHERE ended_at IS NULL",
    );
    await give({ pinHash: await hashPin(Buffer.from(pin)) });
    expect((await ask({ otp: otp(counter) })).status).toBe('BAD_OTP');
    expect((await ask({ otp: pin + otp(counter) })).status).toBe('OK');
  }
});

test.each(['UBAM01382042_1', 'UBAM01382042_2', 'UBAM01382042'])(
  'a token whose prefix nobody gave is found by the serial that its public id makes: %s',
  async (serial) => {
    await house.give(serial, { type: 'yubikey', otpLength: 44 }, key);
    expect(fromModhex('ccccccbgbhkl')).toEqual(Uint8Array.from([0, 0, 0, 0x15, 0x16, 0x9a]));
    expect((await ask({ otp: otp(5, 0, 'ccccccbgbhkl') })).status).toBe('OK');
    expect((await ask({ otp: otp(6, 0, 'ccccccbgbhkk') })).status).toBe('BAD_OTP');
  },
);

test('a disabled, a locked and a revoked token let nobody in', async () => {
  await admin.post('/token/disable/UBAM1');
  expect((await ask({ otp: otp(5) })).status).toBe('BAD_OTP');
  await admin.post('/token/enable/UBAM1');
  await rawSql(house.server.installation.store, "UPDATE credentials SET failcount = 10 WHERE serial = 'UBAM1'");
  expect((await ask({ otp: otp(6) })).status).toBe('BAD_OTP');
  await admin.post('/token/revoke/UBAM1');
  expect((await ask({ otp: otp(7) })).status).toBe('BAD_OTP');
});

test.each(['short', 'not base64!', ''])('refuses the key "%s" for a client', async (value) => {
  expect(told(await admin.post('/system/setConfig', { 'yubikey.apiid.9': value }))).toEqual([400, 905]);
});

test('a client’s key is never shown', async () => {
  expect((await admin.get('/system/')).text).not.toContain(apiKey);
  expect(told(await admin.get('/system/yubikey.apiid.7'))).toBe('__CENSORED__');
});

test('counts as a check: the audit has it, and the failures of the token', async () => {
  await ask({ otp: changed(otp(5)) });
  expect((await admin.token('UBAM1')).failcount).toBe(1);
  const [row] = (await admin.get('/audit/?page_size=1')).json.result.value.auditdata;
  expect(row).toMatchObject({ serial: 'UBAM1', authentication: 'REJECT' });
});
