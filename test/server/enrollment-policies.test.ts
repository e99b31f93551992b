import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { hotp } from '../../domain/otp/hotp.ts';
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
async function policy(action: string, fields: Record<string, string> = {}): Promise<void> {
  const name = `p${set.length}`;
  const reply = await admin.post(`/policy/${name}`, { scope: 'enrollment', action, ...fields });
  expect(reply.json.result.error?.message).toBeUndefined();
  set.push(name);
}
afterEach(async () => {
  for (const name of set.splice(0)) await admin.remove(`/policy/${name}`);
  await rawSql(
    house.server.installation.store,
    "UPDATE credentials SET ended_at = '2026-01-01' WHERE ended_at IS NULL",
  );
});

const amara = { user: 'amara.okafor', realm: 'office' };
const rfcHex = Buffer.from(rfcSeed).toString('hex');
const init = (fields: Record<string, string> = amara) => admin.post('/token/init', { otpkey: rfcHex, ...fields });
const refusal = (reply: Awaited<ReturnType<typeof init>>) => [told(reply), reply.json.result.error?.message];
const keptPin = async (serial: string) =>
  (await house.server.installation.store.credentials.bySerial(serial))?.pinHash ?? '';
const lastAudit = async () => (await admin.get('/audit/?page_size=1')).json.result.value.auditdata[0];
const give = async (serial: string, more = {}) =>
  house.give(serial, { realms: ['office'], ownerId: await house.personId('amara.okafor'), ...more });

test.each([
  ['max_token_per_user=1', 'hotp', {}, 'The number of tokens for this user is limited!'],
  ['hotp_max_token_per_user=1', 'hotp', {}, 'The number of tokens of type hotp for this user is limited!'],
  ['max_active_token_per_user=1', 'hotp', {}, 'The number of active tokens for this user is limited!'],
  [
    'hotp_max_active_token_per_user=1',
    'hotp',
    {},
    'The number of active tokens of type hotp for this user is limited!',
  ],
  ['max_token_per_realm=1', 'hotp', {}, 'The number of tokens for this realm is limited!'],
  ['tokencount=1', 'hotp', {}, 'The number of tokens for this realm is limited!'],
  ['max_token_per_user=1', 'hotp', { revoked: 1, active: 0 }, 'The number of tokens for this user is limited!'],
  ['max_token_per_realm=1', 'hotp', { revoked: 1, active: 0 }, 'The number of tokens for this realm is limited!'],
  ['max_token_per_realm=1', 'hotp', { ownerId: null }, 'The number of tokens for this realm is limited!'],
  ['max_active_token_per_user=1', 'hotp', { active: 0 }, undefined],
  ['hotp_max_token_per_user=1', 'totp', {}, undefined],
  ['totp_max_token_per_user=1', 'hotp', {}, undefined],
])('%s with one token, then a %s more (%o): %s', async (action, type, more, message) => {
  await give('HELD', more as Record<string, never>);
  await policy(action);
  const reply = await init({ ...amara, type });
  expect(refusal(reply)).toEqual(message === undefined ? [true, undefined] : [[403, 303], message]);
});

test('the highest of several limits counts, as a number', async () => {
  await policy('max_token_per_user=9');
  await policy('max_token_per_user=10', { priority: '2' });
  for (let count = 0; count < 9; count += 1) await give(`T${count}`);
  expect(told(await init())).toBe(true);
  expect(told(await init())).toEqual([403, 303]);
  expect(await lastAudit()).toMatchObject({ action: 'POST /token/init', success: 0, policies: 'p1' });
});

test('a limit does not count the token that is enrolled again, nor bind other realms', async () => {
  await give('SAME');
  await policy('max_token_per_user=1, max_token_per_realm=1', { realm: 'office' });
  expect(told(await init({ ...amara, serial: 'SAME' }))).toBe(true);
  expect(told(await init({ ...amara, serial: 'OTHER' }))).toEqual([403, 303]);
  expect(told(await init({}))).toBe(true);
});

test('limits hold when a token is assigned, enabled and moved to a realm', async () => {
  await give('FIRST');
  await house.give('SECOND');
  await give('THIRD', { active: 0 });
  await policy('max_token_per_user=2');
  expect(told(await admin.post('/token/assign', { serial: 'SECOND', ...amara }))).toEqual([403, 303]);
  await policy('max_token_per_user=3');
  await policy('max_active_token_per_user=1');
  expect(told(await admin.post('/token/enable/THIRD'))).toEqual([403, 303]);
  await policy('max_token_per_realm=2', { realm: 'office' });
  expect(told(await admin.post('/token/realm/SECOND', { realms: 'office' }))).toEqual([403, 303]);
});

test.each([
  ['tokenlabel={user}@{realm}', 'amara.okafor%40office', 'privacyIDEA'],
  ['tokenlabel=<u>/<r>/<s>', 'amara.okafor/office/LABEL', 'privacyIDEA'],
  ["tokenlabel='{givenname} {surname}', tokenissuer={realm} desk", 'Amara%20Okafor', 'office%20desk'],
])('%s is what the app shows', async (action, label, issuer) => {
  await policy(action);
  const reply = await init({ ...amara, serial: 'LABEL' });
  const { value } = reply.json.detail.googleurl;
  expect(value).toContain(`otpauth://hotp/${label}?`);
  expect(value).toContain(`&issuer=${issuer}&`);
  expect((await lastAudit()).policies).toBe('p0');
});

test('a label that is empty without a person is the serial', async () => {
  await policy('tokenlabel=<u>');
  const reply = await init({ serial: 'ALONE' });
  expect(reply.json.detail.googleurl.value).toContain('otpauth://hotp/ALONE?');
});

test('otp_pin_random replaces the PIN that was sent; a letter tells it once', async () => {
  await policy('otp_pin_random=8, pinhandling=letter', { realm: 'office' });
  const reply = await init({ ...amara, serial: 'RANDOM', pin: 'mine' });
  expect(reply.json.detail.pin).toMatch(/^[A-Za-z0-9]{8}$/);
  expect(await admin.check({ ...amara, pass: `mine${hotp(rfcSeed, 0)}` })).toBe(false);
  expect(await admin.check({ ...amara, pass: `${reply.json.detail.pin}${hotp(rfcSeed, 0)}` })).toBe(true);
  const other = await init({ serial: 'NOBODY', pin: 'mine' });
  expect(other.json.detail).not.toHaveProperty('pin');
  expect(await admin.check({ serial: 'NOBODY', pass: `mine${hotp(rfcSeed, 0)}` })).toBe(true);
});

test('a random PIN without a letter is told to nobody, and never in the audit', async () => {
  await policy('otp_pin_random=8');
  expect((await init({ ...amara, serial: 'SILENT' })).json.detail).not.toHaveProperty('pin');
  expect(await keptPin('SILENT')).toMatch(/^\$argon2id\$/);
  expect(JSON.stringify(await lastAudit())).not.toContain('"pin"');
});

test('a random PIN holds what PINs must hold', async () => {
  await policy('*, otp_pin_contents=cn, otp_pin_minlength=6', { scope: 'admin' });
  await policy('otp_pin_random=6, pinhandling=letter');
  for (let draw = 0; draw < 5; draw += 1) {
    const { pin } = (await init({ ...amara })).json.detail;
    expect(pin).toMatch(/^(?=.*[a-zA-Z])(?=.*[0-9]).{6}$/);
  }
});

test.each([
  ['otp_pin_minlength=4', '123', 'The minimum OTP PIN length is 4'],
  ['otp_pin_maxlength=4', '12345', 'The maximum OTP PIN length is 4'],
  ['otp_pin_contents=cn', '12345', 'Incorrect characters in PIN'],
  ['hotp_otp_pin_contents=-s', '12#45', 'Incorrect characters in PIN'],
])('%s refuses the PIN %s', async (action, pin, message) => {
  await policy(`*, ${action}`, { scope: 'admin' });
  await house.give('PINNED');
  expect(refusal(await admin.post('/token/setpin/PINNED', { otppin: pin }))).toEqual([[403, 303], message]);
  expect(refusal(await init({ ...amara, pin }))).toEqual([[403, 303], message]);
});

test('PINs are hashed; where encrypt_pin says so they are encrypted, and the client has no say', async () => {
  await init({ serial: 'HASHED', pin: 'geheim', encryptpin: '1' });
  expect(await keptPin('HASHED')).toMatch(/^\$argon2id\$/);
  await policy('otp_pin_encrypt=0');
  await init({ serial: 'ZERO', pin: 'geheim' });
  expect(await keptPin('ZERO')).toMatch(/^\$argon2id\$/);
  await policy('otp_pin_encrypt=1');
  await init({ serial: 'SEALED', pin: 'geheim', encryptpin: '0' });
  expect(await keptPin('SEALED')).toMatch(/^@@/);
  expect(Buffer.from((await keptPin('SEALED')).slice(2), 'base64').toString('latin1')).not.toContain('geheim');
  expect(await admin.check({ serial: 'SEALED', pass: `falsch${hotp(rfcSeed, 0)}` })).toBe(false);
  expect(await admin.check({ serial: 'SEALED', pass: `geheim${hotp(rfcSeed, 0)}` })).toBe(true);
  expect(await keptPin('HASHED')).toMatch(/^\$argon2id\$/);
  await admin.post('/token/setpin/HASHED', { otppin: 'anders' });
  expect(await keptPin('HASHED')).toMatch(/^@@/);
  expect(await admin.check({ serial: 'HASHED', pass: `anders${hotp(rfcSeed, 0)}` })).toBe(true);
});

test('two policies that contradict each other where it could not be seen refuse the request and are named', async () => {
  await policy('tokenlabel=<s>', { user: 'amara.*' });
  await policy('tokenlabel=<u>', { user: '.*okafor' });
  const reply = await init();
  expect(told(reply)).toEqual([403, 303]);
  expect(reply.json.result.error.message).toMatch(/tokenlabel: p0, p1/);
  expect(told(await init({ user: 'leilani.keola', realm: 'office' }))).toBe(true);
});
