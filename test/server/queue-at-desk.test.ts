import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { DeskAct } from '../../domain/act.ts';
import { type Administration, administration } from './administration.ts';
import { type House, openHouse } from './house.ts';
import { rawSql } from './raw-sql.ts';
import type { TestStation } from './test-station.ts';

let house: House;
let admin: Administration;
let lagos: TestStation;
let zurich: TestStation;
let serial = 54_000_000;
let clockMs = Date.parse('2026-11-21T12:00:00Z');
const ines = 'ines.garcia@office';
const jan = 'jan.vandenberg@office';
const amara = { realm: 'office', username: 'amara.okafor', userId: '1001' };
const bjoern = { realm: 'office', username: 'bjoern.aagaard', userId: '1002' };

beforeAll(async () => {
  house = await openHouse(() => {
    clockMs += 1000;
    return new Date(clockMs);
  });
  admin = await administration(house);
  lagos = await house.enrol('Lagos');
  zurich = await house.enrol('Zürich');
  await admin.post('/trust/groups/controllers', { name: 'Controllers', allow: 'control_trust' });
  for (const [office, user] of [
    ['zurich', ines],
    ['lagos', jan],
  ] as const) {
    await admin.post(`/trust/offices/${office}`, { name: office });
    await admin.post('/trust/groups/controllers/members', { user });
    await admin.post(`/trust/offices/${office}/controllers`, { user });
  }
});
afterAll(() => house.close());
beforeEach(() => rawSql(house.server.installation.store, 'DELETE FROM issuance_queue'));

const now = () => new Date(clockMs).toISOString();
const say = async (
  station: TestStation,
  act: DeskAct,
  recordedAt = now(),
  controller = station === lagos ? jan : ines,
) => {
  const signed = station.sign({ ...station.base(), recordedAt, controller, kind: 'act', act, reason: '' });
  const reply = await station.put(signed);
  station.follow(signed);
  return reply.json.conflict?.kind ?? reply.json.reason ?? reply.status;
};
const queued = (holder = amara): DeskAct => ({ what: 'queued', holder });
const unqueued = (holder = amara): DeskAct => ({ what: 'unqueued', holder });
const waiting = async () =>
  (await admin.get('/trust/queue')).json.result.value.map(
    ({ user, queued_by }: { user: string; queued_by: string }) => `${user} by ${queued_by}`,
  );
const lastAct = async () => {
  const [row] = await rawSql<{ detail: string }>(
    house.server.installation.store,
    "SELECT detail FROM audit WHERE action = 'record/act' ORDER BY position DESC LIMIT 1",
  );
  return JSON.parse(row?.detail ?? '{}');
};

test('a controller puts people of the own office into the queue, behind those who wait, and takes them out', async () => {
  await admin.post('/trust/queue', { user: 'hana.novakova', realm: 'office' });
  expect(await say(lagos, queued())).toBe(200);
  expect(await lastAct()).toMatchObject({ what: 'queued', controller: jan, holder: 'amara.okafor@office' });
  expect(await waiting()).toEqual(['hana.novakova by root', `amara.okafor by ${jan}`]);
  const { queue } = (await lagos.request('GET', '/stations/self/snapshot')).json;
  expect(queue).toMatchObject([{ username: 'hana.novakova' }, { username: 'amara.okafor', realm: 'office' }]);
  expect(await say(lagos, unqueued())).toBe(200);
  expect(await waiting()).toEqual(['hana.novakova by root']);
});

test('twice is once, at one desk or two, and the place in the queue stays', async () => {
  await say(lagos, queued(bjoern));
  await admin.post('/trust/queue', { user: 'hana.novakova', realm: 'office' });
  expect(await say(zurich, queued(bjoern))).toBe(200);
  expect(await lastAct()).toMatchObject({ left: 'in the queue already' });
  expect(await waiting()).toEqual([`bjoern.aagaard by ${jan}`, 'hana.novakova by root']);
  await say(lagos, unqueued(bjoern));
  expect(await say(zurich, unqueued(bjoern))).toBe(200);
  expect(await lastAct()).toMatchObject({ left: 'not in the queue' });
});

test('the same record sent again changes nothing', async () => {
  const act = { ...lagos.base(), recordedAt: now(), controller: jan, kind: 'act', act: queued(), reason: '' } as const;
  const signed = lagos.sign(act);
  await lagos.put(signed);
  lagos.follow(signed);
  await say(lagos, unqueued());
  expect((await lagos.put(signed)).status).toBe(200);
  expect(await waiting()).toEqual([]);
});

test('whoever was queued and taken out at a desk without the network is not in the queue when it is told', async () => {
  const [put, taken] = [now(), now()].map((at, minute) => new Date(Date.parse(at) + minute * 60_000).toISOString());
  clockMs += 600_000;
  expect(await say(lagos, queued(), put)).toBe(200);
  expect(await say(lagos, unqueued(), taken)).toBe(200);
  expect(await lastAct()).not.toHaveProperty('left');
  expect(await waiting()).toEqual([]);
});

test('since when somebody is in the queue is when a desk said so, and never after now', async () => {
  const said = now();
  clockMs += 600_000;
  await say(lagos, queued(), said);
  await say(zurich, queued(bjoern), '2031-01-01T00:00:00.000Z');
  const since = (await admin.get('/trust/queue')).json.result.value.map(
    ({ queued_at }: { queued_at: string }) => queued_at,
  );
  expect(since[0]).toBe(said);
  expect(Date.parse(since[1])).toBeLessThanOrEqual(clockMs);
});

test('a late word queues nobody who was given a token since, and takes nobody out who was queued since', async () => {
  const before = now();
  serial += 1;
  const { record } = await lagos.issue({ serial: `${serial}`, controller: jan });
  const issue = lagos.sign({ ...record, recordedAt: now() });
  expect((await lagos.put(issue)).status).toBe(200);
  lagos.follow(issue);
  expect(await say(zurich, queued(bjoern), before)).toBe(200);
  expect(await say(lagos, queued(), before)).toBe(200);
  expect(await lastAct()).toMatchObject({ left: 'given a token since' });
  // Whoever has one may be queued for another.
  expect(await say(lagos, queued())).toBe(200);
  expect(await say(lagos, unqueued(), before)).toBe(200);
  expect(await lastAct()).toMatchObject({ left: 'queued since' });
  expect(await waiting()).toEqual([`bjoern.aagaard by ${ines}`, `amara.okafor by ${jan}`]);
});

test('nobody does it for people of another office, for themself, or without the right', async () => {
  expect(await say(zurich, queued())).toBe('right ended');
  const self = { realm: 'office', username: 'jan.vandenberg', userId: '1010' };
  expect(await say(lagos, queued(self))).toMatch(/to oneself|right ended/);
  expect(await say(lagos, queued(), now(), 'hana.novakova@office')).toBe('right ended');
  expect(await waiting()).toEqual([]);
});
