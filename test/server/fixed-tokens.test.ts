import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Administration, administration, told } from './administration.ts';
import { type House, openHouse } from './house.ts';
import { rawSql } from './raw-sql.ts';

let house: House;
let admin: Administration;
const leilani = { user: 'leilani.keola', realm: 'office' };
const password = 'Sonne & Mond 9';

beforeAll(async () => {
  house = await openHouse();
  admin = await administration(house);
});
afterAll(() => house.close());
beforeEach(async () => {
  const { store } = house.server.installation;
  await rawSql(store, "UPDATE credentials SET ended_at = '2026-01-01' WHERE ended_at IS NULL");
  await rawSql(store, 'DELETE FROM policies');
});

const init = (fields: Record<string, string>) => admin.post('/token/init', { ...leilani, ...fields });
const check = async (pass: string, more: Record<string, string> = {}) => {
  const { json } = await house.client.form('/validate/check', { ...(more.serial ? {} : leilani), pass, ...more });
  return json.result.value;
};
const policy = (action: string) => admin.post(`/policy/${action.split('=')[0]}`, { scope: 'authentication', action });

test('a simple pass lets in whoever types its PIN, and nobody else', async () => {
  expect(told(await init({ type: 'spass', serial: 'P1', pin: '1234' }))).toBe(true);
  expect(await check('1234')).toBe(true);
  expect(await check('1234')).toBe(true);
  for (const pass of ['', '123', '12345', '4321']) expect(await check(pass)).toBe(false);
  expect((await admin.token('P1')).tokentype).toBe('spass');
});

test('a simple pass without a PIN that is compared lets nobody in', async () => {
  await init({ type: 'spass', serial: 'P1' });
  expect(await check('')).toBe(false);
  await init({ type: 'spass', serial: 'P1', pin: '1234' });
  await policy('otppin=none');
  expect([await check(''), await check('1234')]).toEqual([false, false]);
  await policy('otppin=ignore_pin');
  expect([await check(''), await check('anything')]).toEqual([false, false]);
  expect(await check('', { serial: 'P1', otponly: '1' })).toBe(false);
});

test('a simple pass goes by the user store when the policy says so', async () => {
  const { store } = house.server.installation;
  const { hashPin } = await import('../../server/check/pin.ts');
  await store.db
    .updateTable('own_people')
    .set({ password_hash: await hashPin(Buffer.from('kept there')) })
    .where('username', '=', 'leilani.keola')
    .execute();
  await init({ type: 'spass', serial: 'P1', pin: '1234' });
  await policy('otppin=userstore');
  expect([await check('1234'), await check('kept there')]).toEqual([false, true]);
});

test('a password token takes its password behind the PIN, as often as it is typed', async () => {
  const reply = await init({ type: 'pw', serial: 'W1', pin: '1234', otpkey: password });
  expect(told(reply)).toBe(true);
  expect(reply.text).not.toContain('Sonne');
  expect([await check(`1234${password}`), await check(`1234${password}`)]).toEqual([true, true]);
  for (const pass of [password, '1234', `1234${password} `, `1234${password.toLowerCase()}`]) {
    expect(await check(pass)).toBe(false);
  }
  expect((await admin.token('W1')).otplen).toBe(password.length);
});

test('a password that is drawn is told once', async () => {
  const { detail } = (await init({ type: 'pw', genkey: '1', otplen: '20', pin: '1234' })).json;
  expect(detail.serial).toMatch(/^PW[0-9A-F]{8}$/);
  expect(detail.password).toMatch(/^[1-9A-HJ-NP-Za-km-z]{20}$/);
  expect(await check(`1234${detail.password}`)).toBe(true);
});

test('a password opens a challenge when the policy says so, and a simple pass never does', async () => {
  await init({ type: 'pw', serial: 'W1', pin: '1234', otpkey: password });
  await init({ type: 'spass', serial: 'P1', pin: '4321' });
  await policy('challenge_response=pw spass');
  const { json } = await house.client.form('/validate/check', { ...leilani, pass: '1234' });
  expect(json.detail.multi_challenge).toMatchObject([{ serial: 'W1', type: 'pw' }]);
  expect(await check(password, { transaction_id: json.detail.transaction_id })).toBe(true);
  const triggered = await admin.post('/validate/triggerchallenge', leilani);
  expect(triggered.json.result.value).toBe(1);
});

test.each([
  ['a type nobody knows', { type: 'push' }, [400, 1610]],
  ['no password', { type: 'pw' }, [400, 905]],
  ['a password too long', { type: 'pw', otpkey: 'x'.repeat(201) }, [400, 404]],
  ['both password and genkey', { type: 'pw', otpkey: 'x', genkey: '1' }, [400, 905]],
])('refuses %s', async (_, fields, refusal) => {
  expect(told(await init(fields))).toEqual(refusal);
});

test('each type wants its own right', async () => {
  for (const [type, right] of [
    ['spass', 'enrollSPASS'],
    ['sms', 'enrollSMS'],
    ['qr', 'enrollQR'],
  ] as const) {
    await admin.limitTo(['enrollHOTP', 'enrollpin']);
    expect(told(await init({ type, genkey: '1', phone: '+1234567' }))).toEqual([403, 303]);
    await admin.limitTo([right]);
    expect(told(await init({ type, genkey: '1', phone: '+1234567' }))).toBe(true);
  }
});

test('what has no counter is not found again: resync is false', async () => {
  await admin.limitTo(['enrollSPASS', 'enrollPW', 'resync']);
  await init({ type: 'spass', serial: 'P1' });
  await init({ type: 'pw', serial: 'W1', otpkey: password });
  for (const serial of ['P1', 'W1']) {
    expect(told(await admin.post(`/token/resync/${serial}`, { otp1: '111111', otp2: '222222' }))).toBe(false);
  }
});
