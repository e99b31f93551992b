import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { hotp } from '../../domain/otp/hotp.ts';
import { totp } from '../../domain/otp/totp.ts';
import { makeYubicoOtp } from '../../domain/otp/yubico-otp.ts';
import { hashPin } from '../../server/check/pin.ts';
import type { Credential } from '../../server/store/credentials.ts';
import { type House, openHouse, password } from './house.ts';
import { rawSql } from './raw-sql.ts';
import { rfcSeed } from './test-station.ts';

let house: House;
let time = new Date('2026-11-21T12:00:00Z');
beforeAll(async () => {
  house = await openHouse(() => time);
});
afterAll(() => house.close());

const check = (fields: Record<string, string>) => house.client.form('/validate/check', fields);
const verdict = async (fields: Record<string, string>) => {
  const { json } = await check(fields);
  return [json.result.value, json.detail?.message];
};
const stored = async (serial: string) =>
  (await house.server.installation.store.credentials.bySerial(serial)) as Credential;
const pins = new Map<string, string>();
async function pin(text: string): Promise<string> {
  const known = pins.get(text) ?? (await hashPin(Buffer.from(text)));
  pins.set(text, known);
  return known;
}

test('accepts HOTP codes in a window of ten and never one below the counter', async () => {
  await house.give('H1');
  expect(await verdict({ serial: 'H1', pass: hotp(rfcSeed, 10) })).toEqual([false, 'wrong otp value']);
  expect(await verdict({ serial: 'H1', pass: hotp(rfcSeed, 9) })).toEqual([true, 'matching 1 tokens']);
  expect((await stored('H1')).counter).toBe(10);
  const again = 'wrong otp value. previous otp used again';
  expect(await verdict({ serial: 'H1', pass: hotp(rfcSeed, 9) })).toEqual([false, again]);
  expect(await verdict({ serial: 'H1', pass: hotp(rfcSeed, 3) })).toEqual([false, again]);
  expect(await verdict({ serial: 'H1', pass: hotp(rfcSeed, 10) })).toEqual([true, 'matching 1 tokens']);
});

test('does not count the newest code once more as a failure, but every older one', async () => {
  await house.give('H12');
  await check({ serial: 'H12', pass: hotp(rfcSeed, 3) });
  for (let turn = 0; turn < 12; turn += 1) await check({ serial: 'H12', pass: hotp(rfcSeed, 3) });
  expect((await stored('H12')).failcount).toBe(0);
  await check({ serial: 'H12', pass: hotp(rfcSeed, 2) });
  expect((await stored('H12')).failcount).toBe(1);
});

test('parts PIN and code, PIN first', async () => {
  await house.give('H2', { pinHash: await pin('12 34ü') });
  expect(await verdict({ serial: 'H2', pass: hotp(rfcSeed, 0) })).toEqual([false, 'wrong otp pin']);
  expect(await verdict({ serial: 'H2', pass: `${hotp(rfcSeed, 0)}12 34ü` })).toEqual([false, 'wrong otp pin']);
  expect(await verdict({ serial: 'H2', pass: `12 34ü${hotp(rfcSeed, 0)}` })).toEqual([true, 'matching 1 tokens']);
  expect(await verdict({ serial: 'H2', pass: `x${hotp(rfcSeed, 1)}` })).toEqual([false, 'wrong otp pin']);
  expect(await verdict({ serial: 'H2', pass: '123' })).toEqual([false, 'wrong otp pin']);
  await house.give('H3');
  expect(await verdict({ serial: 'H3', pass: `x${hotp(rfcSeed, 0)}` })).toEqual([false, 'wrong otp pin']);
});

test('leaves the PIN out with otponly, and counts failures all the same', async () => {
  await house.give('H4', { pinHash: await pin('1234') });
  const reply = await check({ serial: 'H4', pass: hotp(rfcSeed, 0), otponly: '1' });
  expect(reply.json.result.value).toBe(true);
  expect(reply.json).not.toHaveProperty('detail');
  expect(await verdict({ serial: 'H4', pass: '000000', otponly: '1' })).toEqual([false, 'OTP verification failed.']);
  expect((await stored('H4')).failcount).toBe(1);
});

test('stops trying after ten failures, even the right code, until then forgets them at a success', async () => {
  await house.give('H5');
  for (let turn = 0; turn < 9; turn += 1) await check({ serial: 'H5', pass: '000000' });
  expect((await stored('H5')).failcount).toBe(9);
  expect(await verdict({ serial: 'H5', pass: hotp(rfcSeed, 0) })).toEqual([true, 'matching 1 tokens']);
  expect((await stored('H5')).failcount).toBe(0);
  for (let turn = 0; turn < 12; turn += 1) await check({ serial: 'H5', pass: '000000' });
  expect((await stored('H5')).failcount).toBe(10);
  expect(await verdict({ serial: 'H5', pass: hotp(rfcSeed, 1) })).toEqual([false, 'Failcounter exceeded']);
  expect((await stored('H5')).counter).toBe(1);
});

test('lets nobody in with a disabled token, and uses the code up', async () => {
  await house.give('H6', { active: 0 });
  expect(await verdict({ serial: 'H6', pass: hotp(rfcSeed, 0) })).toEqual([
    false,
    'matching 1 tokens, Token is disabled',
  ]);
  expect((await stored('H6')).counter).toBe(1);
});

test('answers 1007 when every token is revoked', async () => {
  await house.give('H7', { revoked: 1, active: 0 });
  const { status, json } = await check({ serial: 'H7', pass: hotp(rfcSeed, 0) });
  expect(status).toBe(400);
  expect(json.result.error).toEqual({
    code: 1007,
    message: 'ERR1007: This action is not possible, since the token is locked',
  });
});

test('checks all tokens of a person together', async () => {
  const ownerId = await house.personId('hana.novakova');
  await house.give('P1', { ownerId, pinHash: await pin('aaaa') });
  await house.give('P2', { ownerId, pinHash: await pin('bbbb') }, Buffer.alloc(20, 2));
  await house.give('P3', { ownerId, revoked: 1 }, Buffer.alloc(20, 3));
  const login = { user: 'hana.novakova', realm: 'office' };
  const second = await check({ ...login, pass: `bbbb${hotp(Buffer.alloc(20, 2), 0)}` });
  expect(second.json.detail).toMatchObject({ serial: 'P2', message: 'matching 1 tokens' });
  expect([(await stored('P1')).failcount, (await stored('P2')).failcount]).toEqual([0, 0]);
  expect(await verdict({ ...login, pass: 'bbbb000000' })).toEqual([false, 'wrong otp value']);
  expect([(await stored('P1')).failcount, (await stored('P2')).failcount]).toEqual([0, 1]);
  expect(await verdict({ ...login, pass: 'cccc000000' })).toEqual([false, 'wrong otp pin']);
  expect([(await stored('P1')).failcount, (await stored('P2')).failcount, (await stored('P3')).failcount]).toEqual([
    1, 2, 0,
  ]);
  expect(await verdict({ ...login, pass: `aaaa${hotp(rfcSeed, 0)}` })).toEqual([true, 'matching 1 tokens']);
});

test('finds the person by name@realm, by the default realm, and not elsewhere', async () => {
  await house.give('P4', { ownerId: await house.personId('ines.garcia') });
  expect(await verdict({ user: 'ines.garcia@office', pass: hotp(rfcSeed, 0) })).toEqual([true, 'matching 1 tokens']);
  expect(await verdict({ user: 'ines.garcia', pass: hotp(rfcSeed, 1) })).toEqual([true, 'matching 1 tokens']);
  expect(await verdict({ user: 'ines.garcia', realm: 'OFFICE', pass: hotp(rfcSeed, 2) })).toEqual([
    true,
    'matching 1 tokens',
  ]);
  const elsewhere = await check({ user: 'ines.garcia', realm: 'hq', pass: hotp(rfcSeed, 3) });
  expect([elsewhere.status, elsewhere.json.result.error.code]).toEqual([400, 904]);
  const foreign = await check({ user: 'jan.vandenberg', serial: 'P4', pass: hotp(rfcSeed, 3) });
  expect([foreign.status, foreign.json.result.error.code]).toEqual([400, 905]);
});

test('accepts each TOTP step once, follows the drift, and refuses what is outside the window', async () => {
  await house.give('T1', { type: 'totp' });
  const now = () => time.getTime() / 1000;
  expect(await verdict({ serial: 'T1', pass: totp(rfcSeed, now() + 210) })).toEqual([false, 'wrong otp value']);
  expect(await verdict({ serial: 'T1', pass: totp(rfcSeed, now() + 60) })).toEqual([true, 'matching 1 tokens']);
  expect((await stored('T1')).timeShift).toBe(60);
  const used = 'wrong otp value. previous otp used again';
  expect(await verdict({ serial: 'T1', pass: totp(rfcSeed, now() + 60) })).toEqual([false, used]);
  expect(await verdict({ serial: 'T1', pass: totp(rfcSeed, now()) })).toEqual([false, used]);
  time = new Date(time.getTime() + 30_000);
  expect(await verdict({ serial: 'T1', pass: totp(rfcSeed, now() + 60) })).toEqual([true, 'matching 1 tokens']);
});

const aes = Buffer.from('ecde18dbe76fbd0c33330f1c354871db', 'hex');
const privateId = Buffer.from('8792ebfe26cc', 'hex');
const typed = (useCounter: number, session: number, id = privateId, key = aes) =>
  `vvccccdddddd${makeYubicoOtp(key, { privateId: id.toString('hex'), useCounter, session, timestamp: 1, random: 7 })}`;

test('accepts Yubico OTPs whose counter and session rise, with the PIN before them', async () => {
  const seed = Buffer.concat([aes, privateId]);
  await house.give(
    'UBAM1_1',
    { type: 'yubikey', otpLength: 44, publicId: 'vvccccdddddd', pinHash: await pin('xy') },
    seed,
  );
  const used = 'wrong otp value. previous otp used again';
  const pass = (otp: string) => verdict({ serial: 'UBAM1_1', pass: `xy${otp}` });
  expect(await pass(typed(19, 17))).toEqual([true, 'matching 1 tokens']);
  expect(await pass(typed(19, 17))).toEqual([false, used]);
  expect(await pass(typed(19, 16))).toEqual([false, used]);
  expect(await pass(typed(18, 255))).toEqual([false, used]);
  expect(await pass(typed(19, 18).toUpperCase())).toEqual([true, 'matching 1 tokens']);
  expect(await pass(typed(20, 0))).toEqual([true, 'matching 1 tokens']);
  expect(await pass(typed(21, 0, Buffer.alloc(6)))).toEqual([false, 'wrong otp value']);
  expect(await pass(typed(21, 0, privateId, Buffer.alloc(16)))).toEqual([false, 'wrong otp value']);
  expect(await pass(typed(21, 0).replace('vvcccc', 'vvcccd'))).toEqual([false, 'wrong otp value']);
});

test('binds a Yubico credential that came without a private id to the first it sees', async () => {
  await house.give('UBAM2_1', { type: 'yubikey', otpLength: 44 }, aes);
  const pass = (otp: string) => verdict({ serial: 'UBAM2_1', pass: otp });
  expect(await pass(typed(1, 0))).toEqual([true, 'matching 1 tokens']);
  expect(await pass(typed(2, 0, Buffer.alloc(6, 1)))).toEqual([false, 'wrong otp value']);
  expect(await pass(typed(2, 1))).toEqual([true, 'matching 1 tokens']);
});

test('takes the parameters from query, form, JSON, and JSON under another content type', async () => {
  await house.give('H8');
  const get = await house.client.get(`/validate/check?serial=H8&pass=${hotp(rfcSeed, 0)}`);
  expect(get.json.result.value).toBe(true);
  const mixed = await house.client.form('/validate/check?serial=H8&pass=000000', { pass: hotp(rfcSeed, 1) });
  expect(mixed.json.result.value).toBe(true);
  for (const [counter, type] of [
    [2, 'application/json'],
    [3, 'text/plain'],
    [4, 'application/x-www-form-urlencoded'],
  ] as const) {
    const reply = await house.client.send('POST', '/validate/check', {
      headers: { 'content-type': type },
      body: JSON.stringify({ serial: 'H8', pass: hotp(rfcSeed, counter), otponly: true }),
    });
    expect(reply.json.result.value).toBe(true);
  }
  const bare = await house.client.send('POST', '/validate/check', { body: `serial=H8&pass=${hotp(rfcSeed, 5)}` });
  expect(bare.json.result.value).toBe(true);
});

test('reads a JSON number as text', async () => {
  await house.give('H9', { counter: 1 });
  const reply = await house.client.send('POST', '/validate/check', {
    headers: { 'content-type': 'application/json' },
    body: `{"serial": "H9", "pass": ${hotp(rfcSeed, 1)}}`,
  });
  expect(reply.json.result.value).toBe(true);
});

test('an administrator’s login ends after an hour', async () => {
  const { json } = await house.client.form('/auth', { username: 'root', password });
  const list = () => house.client.get('/token/', { 'PI-Authorization': json.result.value.token });
  time = new Date(time.getTime() + 3_599_000);
  expect((await list()).status).toBe(200);
  time = new Date(time.getTime() + 2000);
  const late = await list();
  expect([late.status, late.json.result.error.code]).toEqual([401, 4305]);
});

test('does not open a seed that was moved to another serial', async () => {
  await house.give('H10');
  await house.give('H11', {}, Buffer.alloc(20, 9));
  await rawSql(
    house.server.installation.store,
    "UPDATE credentials SET seed = (SELECT seed FROM credentials WHERE serial = 'H10') WHERE serial = 'H11'",
  );
  const complaints = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const reply = await check({ serial: 'H11', pass: hotp(rfcSeed, 0) });
  expect([reply.status, reply.json.result.error.code]).toEqual([500, -500]);
  expect(complaints).toHaveBeenCalledOnce();
  complaints.mockRestore();
});
