import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { base32, fromBase32 } from '../../domain/otp/base32.ts';
import { hotp } from '../../domain/otp/hotp.ts';
import { totp } from '../../domain/otp/totp.ts';
import { makeYubicoOtp } from '../../domain/otp/yubico-otp.ts';
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

const rfcHex = Buffer.from(rfcSeed).toString('hex');
const living = (serial: string) => house.server.installation.store.credentials.bySerial(serial);
const seedOf = (reply: { json: { detail: { otpkey: { value: string } } } }) =>
  Buffer.from(reply.json.detail.otpkey.value.replace('seed://', ''), 'hex');

test('enrols a HOTP token with a PIN for a person, who logs in with it', async () => {
  const reply = await admin.post('/token/init', {
    type: 'hotp',
    serial: 'INIT-1',
    otpkey: rfcHex,
    user: 'amara.okafor',
    realm: 'office',
    pin: 'geheim',
    description: 'reception',
  });
  expect(told(reply)).toBe(true);
  expect(reply.json.detail).toMatchObject({ serial: 'INIT-1', rollout_state: '' });
  expect(await admin.token('INIT-1')).toMatchObject({
    username: 'amara.okafor',
    realms: ['office'],
    description: 'reception',
    tokentype: 'hotp',
    active: true,
  });
  const login = { user: 'amara.okafor', realm: 'office' };
  expect(await admin.check({ ...login, pass: `falsch${hotp(rfcSeed, 0)}` })).toBe(false);
  expect(await admin.check({ ...login, pass: `geheim${hotp(rfcSeed, 0)}` })).toBe(true);
  expect(await admin.check({ ...login, pass: `geheim${hotp(rfcSeed, 0)}` })).toBe(false);
});

test.each([
  ['sha1', 20, 6],
  ['sha256', 32, 8],
  ['sha512', 64, 7],
] as const)('makes a TOTP key as long as %s, whose codes it then accepts', async (hashlib, length, otplen) => {
  const reply = await admin.post('/token/init', { type: 'totp', genkey: '1', hashlib, otplen: String(otplen) });
  const { serial, googleurl, oathurl, otpkey } = reply.json.detail;
  expect(serial).toMatch(/^TOTP[0-9A-F]{8}$/);
  const key = seedOf(reply);
  expect(key).toHaveLength(length);
  expect(Buffer.from(fromBase32(otpkey.value_b32) ?? [])).toEqual(key);
  const parameters = new URL(googleurl.value).searchParams;
  expect(Object.fromEntries(parameters)).toMatchObject({
    secret: base32(key),
    period: '30',
    digits: String(otplen),
    serial,
    ...(hashlib === 'sha1' ? {} : { algorithm: hashlib.toUpperCase() }),
  });
  expect(oathurl.value).toBe(
    `oathtoken:///addToken?name=${serial}&lockdown=true&key=${key.toString('hex')}&timeBased=true`,
  );
  const code = totp(key, Date.now() / 1000, 30, otplen, hashlib);
  expect(await admin.check({ serial, pass: code })).toBe(true);
});

test('shows the address of the authenticator app as a PNG picture', async () => {
  const reply = await admin.post('/token/init', { genkey: '1' });
  const { img, value } = reply.json.detail.googleurl;
  expect(value).toMatch(/^otpauth:\/\/hotp\/OATH[0-9A-F]{8}\?secret=[A-Z2-7]{32}&counter=1&digits=6&/);
  const png = Buffer.from(img.replace('data:image/png;base64,', ''), 'base64');
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  const width = png.readUInt32BE(16);
  expect([png.readUInt32BE(20), width > 100]).toEqual([width, true]);
  const at = png.indexOf('IDAT');
  expect(inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4))).length).toBeGreaterThan(width);
});

test('takes a key in checked base32, and refuses one that was mistyped', async () => {
  const sum = createHash('sha1').update(rfcSeed).digest().subarray(0, 4);
  const typed = base32(Buffer.concat([sum, rfcSeed])).replace(/(.{4})/g, '$1 ');
  const init = (otpkey: string) => admin.post('/token/init', { otpkey, otpkeyformat: 'base32check', serial: 'B32' });
  const wrong = (typed.startsWith('A') ? 'B' : 'A') + typed.slice(1);
  expect(told(await init(wrong))).toEqual([400, 905]);
  const reply = await init(typed.toLowerCase());
  expect(seedOf(reply)).toEqual(Buffer.from(rfcSeed));
});

const key = 'ecde18dbe76fbd0c33330f1c354871db';
const ticket = (privateId: string, useCounter: number) =>
  makeYubicoOtp(Buffer.from(key, 'hex'), { privateId, useCounter, session: 0, timestamp: 1, random: 1 });

test('enrols a YubiKey bound to its ids from the first code on', async () => {
  const fields = { type: 'yubikey', serial: 'UBAM1_1', otpkey: key, otplen: '44' };
  const ids = { 'yubikey.prefix': 'vvccccdddddd', 'yubikey.tokenid': '8792ebfe26cc', 'yubikey.batch': '7' };
  const reply = await admin.post('/token/init', { ...fields, ...ids });
  expect(Object.keys(reply.json.detail).sort()).toEqual(['otpkey', 'serial', 'threadid']);
  expect(seedOf(reply).toString('hex')).toBe(key);
  expect((await admin.token('UBAM1_1')).info).toMatchObject({ 'yubikey.prefix': 'vvccccdddddd', 'yubikey.batch': '7' });
  const check = (pass: string) => admin.check({ serial: 'UBAM1_1', pass });
  expect(await check(`vvccccdddddd${ticket('000000000001', 5)}`)).toBe(false);
  expect(await check(`vvccccdddddf${ticket('8792ebfe26cc', 5)}`)).toBe(false);
  expect(await check(`vvccccdddddd${ticket('8792ebfe26cc', 5)}`)).toBe(true);
  expect(await check(`vvccccdddddd${ticket('8792ebfe26cc', 5)}`)).toBe(false);
});

test('ends the credential that had the serial and begins another with owner, PIN and information of before', async () => {
  const init = (fields: Record<string, string>) => admin.post('/token/init', { serial: 'AGAIN', ...fields });
  await init({ otpkey: rfcHex, user: 'emre.yildiz', realm: 'office', pin: '77', description: 'first' });
  await admin.post('/token/info/AGAIN/note', { value: 'kept' });
  const before = await living('AGAIN');
  expect(told(await init({ otpkey: '00'.repeat(20) }))).toBe(true);
  const after = await living('AGAIN');
  expect(after?.id).not.toBe(before?.id);
  expect(after).toMatchObject({ ownerId: before?.ownerId, pinHash: before?.pinHash, description: 'first', counter: 0 });
  expect((await admin.token('AGAIN')).info.note).toBe('kept');
  const rows = await rawSql<{ id: number; ended_at: string | null }>(
    house.server.installation.store,
    "SELECT id, ended_at FROM credentials WHERE serial = 'AGAIN' ORDER BY id",
  );
  expect(rows.map(({ id, ended_at }) => [id, ended_at === null])).toEqual([
    [before?.id, false],
    [after?.id, true],
  ]);
  expect(await admin.check({ serial: 'AGAIN', pass: `77${hotp(rfcSeed, 0)}` })).toBe(false);
  expect(await admin.check({ serial: 'AGAIN', pass: `77${hotp(Buffer.alloc(20), 0)}` })).toBe(true);
});

test('refuses another type on a serial, another owner, and a revoked one', async () => {
  const init = (fields: Record<string, string>) =>
    admin.post('/token/init', { serial: 'TAKEN', otpkey: rfcHex, ...fields });
  await init({ user: 'emre.yildiz', realm: 'office' });
  const before = await living('TAKEN');
  expect(told(await init({ type: 'totp' }))).toEqual([400, 301]);
  const reply = await init({ user: 'amara.okafor', realm: 'office' });
  expect(told(reply)).toEqual([400, 1103]);
  expect(reply.json.result.error.message).toBe(
    "ERR1103: Token already assigned to user User(login='emre.yildiz', realm='office', resolver='office')",
  );
  await admin.post('/token/revoke', { serial: 'TAKEN' });
  expect(told(await init({}))).toEqual([400, 1007]);
  expect((await living('TAKEN'))?.id).toBe(before?.id);
});

test.each<[string, Record<string, string>, number, number]>([
  ['an unknown type', { type: 'nonsense' }, 400, 1610],
  ['neither key nor genkey', { type: 'hotp' }, 400, 905],
  ['both key and genkey', { otpkey: rfcHex, genkey: '1' }, 400, 905],
  ['a key that is no hex', { otpkey: 'zz'.repeat(20) }, 400, 905],
  ['a key of odd length', { otpkey: rfcHex.slice(1) }, 400, 905],
  ['a key too short', { otpkey: '00' }, 400, 404],
  ['a key too long', { otpkey: '00'.repeat(129) }, 400, 404],
  ['a YubiKey key too short', { type: 'yubikey', otpkey: 'abcd' }, 400, 404],
  ['a YubiKey key that is no hex', { type: 'yubikey', otpkey: 'x'.repeat(32) }, 400, 905],
  ['a prefix that is no modhex', { type: 'yubikey', otpkey: key, 'yubikey.prefix': 'abc' }, 400, 404],
  ['a private id too short', { type: 'yubikey', otpkey: key, 'yubikey.tokenid': '12' }, 400, 404],
  [
    'a length that is not the prefix’s',
    { type: 'yubikey', otpkey: key, otplen: '40', 'yubikey.prefix': 'vv' },
    400,
    404,
  ],
  ['an unknown person', { otpkey: rfcHex, user: 'nobody', realm: 'office' }, 400, 904],
  ['an unknown realm', { otpkey: rfcHex, tokenrealm: 'nowhere' }, 400, 905],
  ['a serial with a blank', { otpkey: rfcHex, serial: 'A B' }, 400, 905],
  ['a serial with a path', { otpkey: rfcHex, serial: '../x' }, 400, 905],
  ['nine digits', { otpkey: rfcHex, otplen: '9' }, 400, 905],
  ['an unknown hash', { otpkey: rfcHex, hashlib: 'md5' }, 400, 905],
  ['a validity that is none', { otpkey: rfcHex, validity_period_end: 'tomorrow' }, 400, 905],
  ['a validity on a day that is not there', { otpkey: rfcHex, validity_period_end: '2026-13-45T00:00Z' }, 400, 905],
  [
    'a validity that ends before it starts',
    { otpkey: rfcHex, validity_period_start: '2026-12-02', validity_period_end: '2026-12-01' },
    400,
    905,
  ],
  ['two-step enrolment that no policy allows', { genkey: '1', '2stepinit': '1' }, 403, 303],
  ['a PIN of 300 characters', { genkey: '1', pin: 'x'.repeat(300) }, 400, 905],
])('refuses %s and makes nothing', async (_what, fields, status, code) => {
  const count = async () => (await house.server.installation.store.credentials.living()).length;
  const before = await count();
  expect(told(await admin.post('/token/init', fields))).toEqual([status, code]);
  expect(await count()).toBe(before);
});
