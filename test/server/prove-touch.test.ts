import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { hotp } from '../../domain/otp/hotp.ts';
import { type Administration, administration } from './administration.ts';
import { auditEntries } from './audit-chain.ts';
import { type House, openHouse } from './house.ts';
import { rawSql } from './raw-sql.ts';
import { rfcSeed, type TestStation } from './test-station.ts';

let house: House;
let admin: Administration;
let station: TestStation;
const ines = 'ines.garcia@office';
const otherSeed = Buffer.from('another seed of them');

beforeAll(async () => {
  house = await openHouse(() => new Date('2026-11-21T12:00:00Z'));
  admin = await administration(house);
  station = await house.enrol('Madrid');
  await admin.post('/trust/offices/madrid', { name: 'Madrid' });
  await admin.post('/trust/groups/controllers', { name: 'Controllers', allow: 'control_trust' });
  await admin.post('/trust/groups/controllers/members', { user: ines });
  await admin.post('/trust/offices/madrid/controllers', { user: ines });
  const signed = await station.issue({ serial: '63000001', controller: ines });
  expect((await station.put(signed)).status).toBe(200);
  station.follow(signed);
  await house.give('OTHER', { ownerId: await house.personId('amara.okafor') }, otherSeed);
});
afterAll(() => house.close());
beforeEach(() => rawSql(house.server.installation.store, 'UPDATE credentials SET counter = 0, failcount = 0'));

const ask = async (code: string, controller = ines) => {
  const body = JSON.stringify({ controller, token: '63000001', code });
  const { json } = await station.request('POST', '/stations/self/touches', body);
  return json.proven ?? json.reason;
};
const failures = async () => {
  const rows = await rawSql<{ serial: string; failcount: number }>(
    house.server.installation.store,
    'SELECT serial, failcount FROM credentials ORDER BY serial',
  );
  return rows.map(({ failcount }) => Number(failcount));
};

test('a code of the token proves it once', async () => {
  expect([await ask(hotp(rfcSeed, 0)), await ask(hotp(rfcSeed, 0))]).toEqual([true, false]);
});

test('nobody without the right makes a try count, however often a station asks', async () => {
  for (let tries = 0; tries < 12; tries += 1) {
    expect(await ask('123456', 'nobody at all')).toBe('nobody at all may not control trust');
  }
  expect(await failures()).toEqual([0, 0]);
  expect(await ask(hotp(rfcSeed, 0), 'hana.novakova@office')).toMatch(/may not control trust/);
  expect(await ask(hotp(rfcSeed, 0)), 'and none of it used the code up').toBe(true);
  const refused = (await auditEntries(house.server.installation.store)).filter(
    ({ action }) => action === 'token/touch-refused',
  );
  expect(refused).toHaveLength(13);
  expect(refused.at(-1)).toMatchObject({ subject: '63000001', detail: { controller: 'hana.novakova@office' } });
});

test('somebody of another office is not asked about', async () => {
  await admin.post('/trust/offices/lagos', { name: 'Lagos' });
  expect(await ask(hotp(rfcSeed, 0))).toBe(`${ines} may not act for amara.okafor, of office lagos`);
  await admin.remove('/trust/offices/lagos');
  await admin.post('/trust/offices/bern', { name: 'Bern' });
  await admin.post(`/trust/stations/${station.id}`, { office: 'bern' });
  expect(await ask(hotp(rfcSeed, 0))).toBe(`${ines} may not act in office bern`);
  await admin.post(`/trust/stations/${station.id}`, { office: '' });
  expect(await ask(hotp(rfcSeed, 0))).toBe(true);
});

test('the owner’s other tokens are left alone: neither a wrong code counts there, nor is theirs used up', async () => {
  expect(await ask('123456')).toBe(false);
  const counted = await failures();
  expect(counted.reduce((all, one) => all + one, 0)).toBe(1);
  expect(await ask(hotp(otherSeed, 0))).toBe(false);
  expect(await admin.check({ serial: 'OTHER', pass: hotp(otherSeed, 0) })).toBe(true);
});
