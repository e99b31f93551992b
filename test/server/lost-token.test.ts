import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { hotp } from '../../domain/otp/hotp.ts';
import { hashPin } from '../../server/check/pin.ts';
import { rights } from '../../server/store/rights.ts';
import { type Administration, administration, told } from './administration.ts';
import { filesHold } from './files-hold.ts';
import { type House, openHouse } from './house.ts';
import { rawSql } from './raw-sql.ts';
import { rfcSeed } from './test-station.ts';

let house: House;
let admin: Administration;
let pinHash: string;
const start = new Date('2026-11-21T12:00:30Z');
let time = start;
beforeAll(async () => {
  house = await openHouse(() => time);
  admin = await administration(house);
  pinHash = await hashPin(Buffer.from('1234'));
});
afterAll(() => house.close());
beforeEach(async () => {
  time = start;
  const { store } = house.server.installation;
  await rawSql(store, "UPDATE credentials SET ended_at = '2026-01-01' WHERE ended_at IS NULL");
  await rawSql(store, 'DELETE FROM policies');
  await house.give('H1', { ownerId: await house.personId('leilani.keola'), pinHash, realms: ['office'], counter: 3 });
});

const leilani = { user: 'leilani.keola', realm: 'office' };
const policy = (action: string, fields = {}) =>
  admin.post(`/policy/${action.split('=')[0]}`, { scope: 'enrollment', action, ...fields });
const lose = async (serial = 'H1') => (await admin.post(`/token/lost/${serial}`)).json.result.value;
const check = (pass: string) => admin.check({ ...leilani, pass });
const { exchanges } = JSON.parse(readFileSync(new URL('privacyidea-exchanges.json', import.meta.url), 'utf8'));

test('answers as privacyIDEA does, with 16 characters of Base58 that hold for ten days', async () => {
  const { reply } = exchanges.find(({ title }: { title: string }) => title === 'lost');
  const value = await lose();
  expect(Object.keys(value).sort()).toEqual(Object.keys(reply.result.value).sort());
  expect(value).toMatchObject({ disable: 1, init: true, user: true, pin: true, serial: 'lostH1', valid_to: 'xxxx' });
  expect(value.password).toMatch(/^[1-9A-HJ-NP-Za-km-z]{16}$/);
  expect(value.end_date).toMatch(/^2026-12-01T\d\d:\d\d[+-]\d{4}$/);
  expect(new Date(value.end_date.replace(/(\d\d)$/, ':$1')).toISOString()).toBe('2026-12-01T12:00:00.000Z');
});

test('who lost a token logs in by the old PIN and the password, until the last minute', async () => {
  const { password } = await lose();
  expect(await check(password)).toBe(false);
  expect(await check(`1235${password}`)).toBe(false);
  expect(await check(`1234${password}`)).toBe(true);
  expect(await check(`1234${password}`)).toBe(true);
  expect(await check(`1234${password.slice(0, -1)}${password.endsWith('x') ? 'y' : 'x'}`)).toBe(false);
  expect(await check(`1234${hotp(rfcSeed, 3)}`)).toBe(false);
  time = new Date('2026-12-01T12:00:00Z');
  expect(await check(`1234${password}`)).toBe(true);
  time = new Date('2026-12-01T12:00:01Z');
  const reply = await house.client.form('/validate/check', { ...leilani, pass: `1234${password}` });
  expect(reply.json.detail.message).toBe('matching 1 tokens, Outside validity period');
});

test('the lost token is disabled and stays what it was: found again, it goes on', async () => {
  await lose();
  expect(await admin.token('H1')).toMatchObject({ active: false, revoked: false, username: 'leilani.keola', count: 3 });
  expect(await admin.token('lostH1')).toMatchObject({
    tokentype: 'pw',
    description: 'temporary replacement for H1',
    realms: ['office'],
    username: 'leilani.keola',
  });
  expect(told(await admin.post('/token/enable/H1'))).toBe(1);
  expect(await check(`1234${hotp(rfcSeed, 3)}`)).toBe(true);
});

test('lost twice, the first password is worth nothing', async () => {
  const first = await lose();
  const second = await lose();
  expect(second).toMatchObject({ serial: 'lostH1', disable: 0 });
  expect(second.password).not.toBe(first.password);
  expect(await check(`1234${first.password}`)).toBe(false);
  expect(await check(`1234${second.password}`)).toBe(true);
  expect((await lose('lostH1')).serial).toBe('lostlostH1');
});

test.each([
  ['lostTokenPWLen=10', /^.{10}$/],
  ['losttoken_PW_length=10', /^.{10}$/],
  ['lostTokenPWContents=n', /^[0-9]{16}$/],
  ['lostTokenPWContents=Cns', /^[A-Z0-9!#$%&()*+,\-./:;<=>?@[\]^_]{16}$/],
  ['losttoken_PW_contents=c', /^[a-z]{16}$/],
])('%s is what the password is like, read for the owner', async (action, like) => {
  await policy(action, { realm: 'office' });
  expect((await lose()).password).toMatch(like);
  const [row] = (await admin.get('/audit/?page_size=1')).json.result.value.auditdata;
  expect(row).toMatchObject({ action: 'POST /token/lost/<serial>', serial: 'H1', policies: action.split('=')[0] });
});

test('lostTokenValid says for how many days', async () => {
  await policy('lostTokenValid=2');
  expect((await lose()).end_date).toMatch(/^2026-11-23T/);
});

test('a password from which nothing could be drawn is refused when the policy is saved', async () => {
  expect(told(await policy('lostTokenPWContents=xyz'))).toEqual([400, 905]);
});

test('a full limit does not keep anybody from a replacement', async () => {
  await policy('max_token_per_user=1, max_token_per_realm=1');
  expect(await lose()).toMatchObject({ serial: 'lostH1' });
});

test('a token of nobody cannot be lost, nor one that was revoked, nor without the right', async () => {
  await house.give('FREE');
  await house.give('GONE', { ownerId: await house.personId('leilani.keola'), revoked: 1, locked: 1, active: 0 });
  expect(told(await admin.post('/token/lost/FREE'))).toEqual([400, 2012]);
  expect(told(await admin.post('/token/lost/GONE'))).toEqual([400, 1007]);
  expect(told(await admin.post('/token/lost/NOPE'))).toEqual([404, 601]);
  await admin.limitTo(rights.filter((right) => right !== 'losttoken'));
  expect(told(await admin.post('/token/lost/H1'))).toEqual([403, 303]);
  await admin.limitTo(rights);
  expect(await admin.token('lostH1')).toBeUndefined();
});

test('a token of another type in the place of the replacement is left alone', async () => {
  await house.give('lostH1', { description: 'somebody made this' });
  expect(told(await admin.post('/token/lost/H1'))).toEqual([400, 301]);
  expect(await admin.token('H1')).toMatchObject({ active: true });
});

test('the password is in no file of the server in the clear', async () => {
  const { password } = await lose();
  expect(filesHold(house.directory, password)).toBe(false);
});
