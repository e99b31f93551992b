import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { isOneself } from '../../domain/trust/oneself.ts';
import { setStationOffice } from '../../server/commands/station.ts';
import { makeEnrolmentCode } from '../../server/station/enrol.ts';
import { type Administration, administration } from './administration.ts';
import { type House, openHouse } from './house.ts';
import { rawSql } from './raw-sql.ts';
import { enrol, type TestStation } from './test-station.ts';

let house: House;
let admin: Administration;
let station: TestStation;
let time = new Date('2026-11-21T12:00:00Z');
let serial = 20_000_000;
const ines = 'ines.garcia@office';

beforeAll(async () => {
  house = await openHouse(() => time);
  admin = await administration(house);
  station = await house.enrol();
  await admin.post('/trust/offices/zurich', { name: 'Zürich' });
});
afterAll(() => house.close());
beforeEach(async () => {
  time = new Date('2026-11-21T12:00:00Z');
  const { store } = house.server.installation;
  await rawSql(store, 'DELETE FROM office_controllers');
  await rawSql(store, "DELETE FROM groups WHERE id <> 'everyone'");
  await rawSql(store, 'DELETE FROM group_settings');
});

const allow = async (group = 'controllers', fields: Record<string, string> = { allow: 'control_trust' }) => {
  await admin.post(`/trust/groups/${group}`, { name: group, ...fields });
  await admin.post(`/trust/groups/${group}/members`, { user: ines });
};
const amara = 'amara.okafor@office';
/** A controller for good, in the group that `allow` makes. */
const withLender = async (lender = amara) => {
  await admin.post('/trust/groups/lenders', { name: 'lenders', allow: 'control_trust' });
  await admin.post('/trust/groups/lenders/members', { user: lender });
  await admin.post('/trust/offices/zurich/controllers', { user: lender });
};
const lentBy = (lender: string, firstDay: string, lastDay: string) => ({
  lent_by: lender,
  first_day: firstDay,
  last_day: lastDay,
});
const appoint = (fields: Record<string, string> = {}) =>
  admin.post('/trust/offices/zurich/controllers', { user: ines, ...fields });

/** What the server says of a record that somebody signed for. */
const issuedBy = async (controller = ines, username = 'amara.okafor', userId = '1001') => {
  serial += 1;
  const signed = await station.issue({ controller, username, userId, serial: `${serial}` });
  const reply = await station.put(signed);
  station.follow(signed);
  return reply.json.reason ?? reply.status;
};
const trust = async () => (await station.request('GET', '/stations/self/snapshot')).json.trust;

test('lets a person issue whom a group allows it and an office names', async () => {
  await allow();
  expect(await issuedBy()).toBe(`${ines} may not control trust`);
  await appoint();
  expect(await issuedBy()).toBe(200);
  expect(await trust()).toContainEqual({
    name: ines,
    person: { realm: 'office', username: 'ines.garcia' },
    offices: ['zurich'],
    everywhere: false,
    permissions: ['control_trust'],
    until: null,
    own: { permissions: ['control_trust'], offices: ['zurich'] },
    loans: [],
  });
});

test('is closed by default: an office alone allows nothing', async () => {
  await appoint();
  expect(await issuedBy()).toBe(`${ines} may not control trust`);
});

test('lets any Deny beat the Allow, also that of a loan', async () => {
  await allow();
  await withLender();
  await appoint();
  await appoint({ lent_by: 'amara.okafor@office', first_day: '2026-11-01', last_day: '2026-11-30' });
  await allow('suspended', { deny: 'control_trust' });
  expect(await issuedBy()).toBe(`${ines} may not control trust`);
});

test('lends the right from the first day to the last', async () => {
  await withLender();
  await appoint({ lent_by: 'amara.okafor@office', first_day: '2026-11-22', last_day: '2026-11-23' });
  const said: unknown[] = [];
  for (const day of ['21', '22', '23', '24']) {
    time = new Date(`2026-11-${day}T12:00:00Z`);
    said.push(
      await issuedBy(),
      (await trust()).some(({ name }: { name: string }) => name === ines),
    );
  }
  const no = `${ines} may not control trust`;
  expect(said).toEqual([no, false, 200, true, 200, true, no, false]);
});

const november = ['2026-11-20', '2026-11-30'] as const;
const refusalOf = async (reply: ReturnType<typeof appoint>) => (await reply).json.result.error?.message ?? 'taken';

test('lends only what the lender has there for good', async () => {
  const notTheirs = /the lender does not control trust in this office/;
  expect(await refusalOf(appoint(lentBy(amara, ...november)))).toMatch(notTheirs);
  // Named for the office, but allowed by no group.
  await admin.post('/trust/offices/zurich/controllers', { user: amara });
  expect(await refusalOf(appoint(lentBy(amara, ...november)))).toMatch(notTheirs);
  // Allowed, but named for another office.
  await rawSql(house.server.installation.store, 'DELETE FROM office_controllers');
  await admin.post('/trust/offices/bern', { name: 'Bern' });
  await withLender('bjoern.aagaard@office');
  const inBern = { user: ines, ...lentBy('bjoern.aagaard@office', ...november) };
  expect(await refusalOf(admin.post('/trust/offices/bern/controllers', inBern))).toMatch(notTheirs);
  // Unless they may act in every office.
  await admin.post('/trust/groups/lenders', { allow: 'control_trust,all_offices' });
  expect(await refusalOf(admin.post('/trust/offices/bern/controllers', inBern))).toBe('taken');
  expect(await refusalOf(appoint(lentBy('root', ...november)))).not.toBe('taken');
});

test('lends on nothing that was lent', async () => {
  await withLender();
  expect(await refusalOf(appoint(lentBy(amara, ...november)))).toBe('taken');
  const on = { user: 'bjoern.aagaard', ...lentBy(ines, ...november) };
  const reply = admin.post('/trust/offices/zurich/controllers', on);
  expect(await refusalOf(reply)).toMatch(/what is lent cannot be lent on/);
});

test('lets a loan rest while its lender does not control trust there, and says so', async () => {
  await withLender();
  await appoint(lentBy(amara, ...november));
  const said = async () => {
    const rows: { id: string; controllers: { username: string; today: boolean; rests: boolean }[] }[] = (
      await admin.get('/trust/offices')
    ).json.result.value;
    const row = rows.find(({ id }) => id === 'zurich')?.controllers.find(({ username }) => username === 'ines.garcia');
    return [await issuedBy(), row?.today, row?.rests];
  };
  const no = `${ines} may not control trust`;
  expect(await said()).toEqual([200, true, false]);
  await admin.post('/trust/groups/denied', { name: 'denied', deny: 'control_trust' });
  await admin.post('/trust/groups/denied/members', { user: amara });
  expect(await said()).toEqual([no, false, true]);
  await admin.remove(`/trust/groups/denied/members?user=${amara}`);
  expect(await said()).toEqual([200, true, false]);
  // No longer named for the office.
  await rawSql(house.server.installation.store, 'DELETE FROM office_controllers WHERE lent_by IS NULL');
  expect(await said()).toEqual([no, false, true]);
  expect((await trust()).map(({ name }: { name: string }) => name)).not.toContain(ines);
});

test('lends the control of trust in that office alone', async () => {
  await withLender();
  await admin.post('/trust/offices/lagos', { name: 'Lagos' });
  await allow('shelves', { allow: 'handle_stock' });
  await admin.post('/trust/offices/lagos/controllers', { user: ines });
  await appoint(lentBy(amara, ...november));
  // Amara is of Lagos, where Ines keeps the shelf and controls no trust.
  expect(await issuedBy()).toBe(`${ines} may not act for amara.okafor, of office lagos`);
  expect(await issuedBy(ines, 'bjoern.aagaard', '1002')).toBe(200);
  expect(await trust()).toContainEqual(
    expect.objectContaining({
      name: ines,
      offices: ['lagos', 'zurich'],
      own: { permissions: ['handle_stock'], offices: ['lagos'] },
      loans: [{ office: 'zurich', lastDay: '2026-11-30' }],
      until: null,
    }),
  );
  await admin.remove('/trust/offices/lagos');
});

test('takes nothing from somebody whose right has ended meanwhile, and keeps it for a person to decide', async () => {
  await allow();
  await appoint();
  const signed = await station.issue({ controller: ines, serial: '20009999' });
  await admin.remove(`/trust/groups/controllers/members?user=${ines}`);
  const reply = await station.put(signed);
  station.follow(signed);
  expect([reply.status, reply.json.reason]).toEqual([409, `${ines} may not control trust`]);
  expect(await house.server.installation.store.tokens.find('20009999')).toBeUndefined();
});

test('lets nobody issue to themself', async () => {
  await allow();
  await appoint();
  const person = await house.server.installation.store.people.find('office', 'ines.garcia');
  expect(await issuedBy(ines, 'ines.garcia', person?.userId)).toBe(`${ines} issued to themself`);
});

test('knows who may act in every office', async () => {
  await allow('controllers', { allow: 'control_trust,all_offices' });
  await appoint();
  expect(await trust()).toContainEqual(expect.objectContaining({ name: ines, everywhere: true }));
});

test('says until when a right is lent', async () => {
  await withLender();
  await appoint({ lent_by: 'amara.okafor@office', first_day: '2026-11-21', last_day: '2026-11-24' });
  await appoint({ lent_by: 'amara.okafor@office', first_day: '2026-11-20', last_day: '2026-11-22' });
  expect(await trust()).toContainEqual(expect.objectContaining({ name: ines, until: '2026-11-24' }));
});

test('takes nothing for somebody of an office where the controller has no say, unless granted more', async () => {
  await allow();
  await appoint();
  await admin.post('/trust/offices/lagos', { name: 'Lagos' });
  expect(await issuedBy()).toBe(`${ines} may not act for amara.okafor, of office lagos`);
  expect(await issuedBy(ines, 'bjoern.aagaard', '1002')).toBe(200);
  await allow('controllers', { allow: 'control_trust,all_offices' });
  expect(await issuedBy()).toBe(200);
  await admin.remove('/trust/offices/lagos');
});

test('takes nothing from the desk of an office where the controller has no say', async () => {
  await allow();
  await appoint();
  await admin.post('/trust/offices/cork', { name: 'Cork' });
  const { stations } = house.server.installation.store;
  await stations.setOffice(station.id, 'cork');
  expect(await issuedBy()).toBe(`${ines} may not act in office cork`);
  await stations.setOffice(station.id, 'zurich');
  expect(await issuedBy()).toBe(200);
  await stations.setOffice(station.id, null);
});

test.each([
  ['whatever the case', 'INES.Garcia'],
  ['whatever the width', 'ｉｎｅｓ.garcia'],
])('knows a controller’s own name, %s', (_, username) => {
  const person = { realm: 'office', username: 'ines.garcia', userId: '1009' };
  expect(isOneself(ines, person, { realm: 'office', username, userId: '' })).toBe(true);
  expect(isOneself(ines, person, { realm: 'elsewhere', username: 'ines.garcia', userId: '1009' })).toBe(true);
  expect(isOneself(ines, person, { realm: 'elsewhere', username: 'ines.garcia', userId: '7' })).toBe(false);
  // An administrator goes by the name of a person.
  expect(isOneself('Ines.Garcia', undefined, { realm: 'office', username, userId: '1009' })).toBe(true);
  expect(isOneself('root', undefined, { realm: 'office', username, userId: '1009' })).toBe(false);
});

test('says by command which office a station stands in, and by its enrolment code', async () => {
  const { installation } = house.server;
  const { stations } = installation.store;
  expect(await setStationOffice(installation, station.id, 'Zürich')).toMatch(/stands in office zurich$/);
  expect((await stations.find(station.id))?.office).toBe('zurich');
  await expect(setStationOffice(installation, station.id, 'Atlantis')).rejects.toThrow(
    /there is no office 'Atlantis'; .*zurich/,
  );
  expect(await setStationOffice(installation, station.id, 'none')).toMatch(/stands in no office$/);
  const code = await makeEnrolmentCode(installation, house.server.url, 60, 'zurich');
  const other = await enrol(house.client, code, 'Desk in Zürich');
  expect((await stations.find(other.id))?.office).toBe('zurich');
  // An office that is gone is nobody's place.
  await admin.post('/trust/offices/gone', { name: 'Gone' });
  await admin.post(`/trust/stations/${other.id}`, { office: 'gone' });
  expect((await stations.find(other.id))?.office).toBe('gone');
  await admin.remove('/trust/offices/gone');
  expect((await stations.find(other.id))?.office).toBeNull();
});
