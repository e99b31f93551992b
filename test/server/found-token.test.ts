import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { hotp } from '../../domain/otp/hotp.ts';
import { tidyUp } from '../../server/act/tidy-up.ts';
import { hashPin } from '../../server/check/pin.ts';
import { type Administration, administration, told } from './administration.ts';
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
  await house.give('F1', { ownerId: await house.personId('leilani.keola'), pinHash, realms: ['office'], counter: 3 });
});

const check = (pass: string) => admin.check({ user: 'leilani.keola', realm: 'office', pass });
const lose = async (serial: string) => (await admin.post(`/token/lost/${serial}`)).json.result.value;
const serials = async (wanted: string) =>
  (await admin.get(`/token/?serial=${wanted}`)).json.result.value.tokens.map(
    ({ serial }: { serial: string }) => serial,
  );

test('a lost token that was found works again, and the password in its place does not', async () => {
  const { password } = await lose('F1');
  expect(await check(`1234${password}`)).toBe(true);
  expect(told(await admin.post('/token/found/F1'))).toEqual({ enable: 1, removed: ['lostF1'] });
  expect(await check(`1234${password}`)).toBe(false);
  expect(await check(`1234${hotp(rfcSeed, 3)}`)).toBe(true);
  expect(await serials('*F1')).toEqual(['F1']);
  const [row] = (await admin.get('/audit/?action_detail=token/found&page_size=1')).json.result.value.auditdata;
  expect(row).toMatchObject({ serial: 'F1', user: 'leilani.keola', success: 1 });
});

test('what stood in for a lost replacement ends with it', async () => {
  await lose('F1');
  await lose('lostF1');
  expect(told(await admin.post('/token/found', { serial: 'F1' }))).toEqual({
    enable: 1,
    removed: ['lostF1', 'lostlostF1'],
  });
});

test('a limit on active tokens does not count what ends, and holds for the rest', async () => {
  await lose('F1');
  await admin.post('/policy/one', { scope: 'enrollment', action: 'max_active_token_per_user=1' });
  await house.give('F2', { ownerId: await house.personId('leilani.keola'), realms: ['office'] });
  expect(told(await admin.post('/token/found/F1'))).toEqual([403, 303]);
  expect(await serials('*F1')).toEqual(['F1', 'lostF1']);
  await admin.post('/token/disable/F2');
  expect(told(await admin.post('/token/found/F1'))).toMatchObject({ enable: 1 });
});

test('refuses a token in whose place nothing is, a revoked one, and who may not enable', async () => {
  expect(told(await admin.post('/token/found/F1'))).toEqual([400, 301]);
  expect(told(await admin.post('/token/found/NONE'))).toEqual([404, 601]);
  await lose('F1');
  await admin.limitTo(['losttoken', 'tokenlist', 'revoke']);
  expect(told(await admin.post('/token/found/F1'))).toEqual([403, 303]);
  await admin.limitTo(['enable', 'tokenlist', 'revoke']);
  expect(told(await admin.post('/token/found/F1'))).toEqual([403, 303]);
  await admin.limitTo([...(await import('../../server/store/rights.ts')).rights]);
  await admin.post('/token/revoke/F1');
  expect(told(await admin.post('/token/found/F1'))).toEqual([400, 1007]);
});

test('a replacement that expired a week ago ends by itself, and says so in the audit; nothing else does', async () => {
  await lose('F1');
  await house.give('lostpw', { type: 'pw', validUntil: '2026-11-22T00:00:00.000Z' });
  time = new Date('2026-12-08T11:00:00Z');
  admin = await administration(house);
  await tidyUp(house.server.installation);
  expect(await serials('lost*')).toEqual(['lostF1', 'lostpw']);
  time = new Date('2026-12-08T13:00:00Z');
  admin = await administration(house);
  await tidyUp(house.server.installation);
  await tidyUp(house.server.installation);
  expect(await serials('lost*')).toEqual(['lostpw']);
  expect((await admin.get('/audit/?action_detail=token/expired')).json.result.value.count).toBe(1);
});

test('the owner of one token becomes the owner of another whatever the limits', async () => {
  await admin.post('/policy/one', { scope: 'enrollment', action: 'max_token_per_user=1, max_token_per_realm=1' });
  await house.give('F3');
  expect(told(await admin.post('/token/assign', { serial: 'F3', user: 'leilani.keola', realm: 'office' }))).toEqual([
    403, 303,
  ]);
  expect(told(await admin.post('/token/copyuser', { from: 'F1', to: 'F3' }))).toBe(true);
  expect(await admin.token('F3')).toMatchObject({ username: 'leilani.keola', realms: ['office'] });
});
