import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { snapshot } from '../../domain/contract/station.ts';
import { readySnapshot } from '../../server/station/snapshot.ts';
import { type Administration, administration } from './administration.ts';
import { isOnPostgres } from './data-directory.ts';
import { type House, openHouse } from './house.ts';
import { rawSql } from './raw-sql.ts';
import type { TestStation } from './test-station.ts';

let house: House;
let admin: Administration;
let station: TestStation;
const now = new Date('2026-11-21T12:00:00Z');
const hana = 'hana.novakova@office';
const amara = { user: 'amara.okafor@office' };
const bjoern = { user: 'bjoern.aagaard@office' };

beforeAll(async () => {
  house = await openHouse(() => now);
  admin = await administration(house);
  station = await house.enrol('Lagos');
});
afterAll(() => house.close());

type Sent = Awaited<ReturnType<Administration['post']>>;
const message = (reply: Sent) => reply.json.result.error?.message;
const value = (reply: Sent) => {
  expect(message(reply)).toBeUndefined();
  return reply.json.result.value;
};
const board = async () => value(await admin.get('/trust/rollout'));
const queue = async () => value(await admin.get('/trust/queue')).map(({ user }: { user: string }) => user);
const told = async () => snapshot.parse((await station.request('GET', '/stations/self/snapshot')).json);

test('begins with nobody who is to get a token', async () => {
  expect(await board()).toEqual({
    need: 0,
    have: 0,
    queued: 0,
    lockedOut: 0,
    tokens: { known: 0, free: 0, away: 0, spoilt: 0 },
    contact: false,
    offices: [],
    groups: [{ id: 'everyone', name: 'Everyone', requires: false, required: false, people: 20, need: 0, have: 0 }],
    given: [],
  });
});

test('keeps the queue in the order in which people were put there, and a no-show at its end', async () => {
  expect(value(await admin.post('/trust/queue', amara))).toBe(1);
  expect(value(await admin.post('/trust/queue', bjoern))).toBe(1);
  expect(await queue()).toEqual(['amara.okafor', 'bjoern.aagaard']);
  expect(value(await admin.post('/trust/queue', amara))).toBe(0);
  expect(await queue()).toEqual(['bjoern.aagaard', 'amara.okafor']);
  expect((await told()).queue.map(({ username, since }) => [username, since])).toEqual([
    ['bjoern.aagaard', now.toISOString()],
    ['amara.okafor', now.toISOString()],
  ]);
  value(await admin.remove('/trust/queue?user=bjoern.aagaard@office'));
  expect(await queue()).toEqual(['amara.okafor']);
  expect(message(await admin.remove('/trust/queue?user=bjoern.aagaard@office'))).toMatch(/entry could not be found/);
});

test('queues everybody in a group who has no token, within groups too, and nobody twice', async () => {
  value(await admin.post('/trust/groups/finance', { name: 'Finance' }));
  value(await admin.post('/trust/groups/payroll', { name: 'Payroll', within: 'finance' }));
  for (const user of ['bjoern.aagaard', 'hana.novakova', 'amara.okafor']) {
    value(await admin.post('/trust/groups/payroll/members', { user: `${user}@office` }));
  }
  await house.give('HANA', { ownerId: await house.personId('hana.novakova') });
  expect(value(await admin.post('/trust/queue', { group: 'finance' }))).toBe(1);
  expect(await queue()).toEqual(['amara.okafor', 'bjoern.aagaard']);
  expect(message(await admin.post('/trust/queue', { group: 'nobody' }))).toMatch(/group could not be found/);
});

test('counts whoever has a token, is in the queue or cannot log in without, by office and by group', async () => {
  value(await admin.post('/trust/offices/lagos', { name: 'LAGOS' }));
  const { offices, groups, ...all } = await board();
  expect(all).toMatchObject({ need: 3, have: 1, queued: 2, lockedOut: 0 });
  expect(offices[0]).toEqual({
    id: 'lagos',
    name: 'LAGOS',
    controllers: [],
    need: 1,
    have: 0,
    queued: 1,
    shelf: 0,
  });
  expect(offices.slice(1).map(({ id }: { id: string }) => id)).toEqual(['', '']);
  expect(groups).toMatchObject([
    { id: 'everyone', need: 3, have: 1, people: 20 },
    { id: 'finance', need: 3, have: 1, people: 3 },
    { id: 'payroll', need: 3, have: 1, people: 3 },
  ]);
  value(await admin.post('/trust/groups/finance', { allow: 'require_token', locks_out: '2' }));
  expect(await board()).toMatchObject({ need: 3, lockedOut: 2 });
  expect((await board()).groups).toMatchObject([
    { id: 'everyone', requires: false, required: false },
    { id: 'finance', requires: true, required: true },
    { id: 'payroll', requires: false, required: true },
  ]);
  expect((await told()).rollout).toEqual(await board());
});

test('names the controllers of an office, and whether people are told whom to ask', async () => {
  value(await admin.post('/trust/groups/controllers', { name: 'Controllers', allow: 'control_trust,handle_stock' }));
  value(await admin.post('/trust/groups/controllers/members', { user: hana }));
  value(await admin.post('/trust/offices/lagos/controllers', { user: hana }));
  value(await admin.post('/trust/contact', { text: 'Ask Hana.' }));
  const { offices, contact } = await board();
  expect([offices[0].controllers, contact]).toEqual([[hana], true]);
});

test('takes out of the queue whoever was issued a token, and counts the hour it was given out in', async () => {
  const signed = await station.issue({ serial: '31337', controller: hana });
  expect((await station.put(signed)).status).toBe(200);
  station.follow(signed);
  expect(await queue()).toEqual(['bjoern.aagaard']);
  const { given, have, offices } = await board();
  expect([given, have, offices[0].have]).toEqual([[{ office: 'lagos', hour: '2026-11-21T12', count: 1 }], 2, 1]);
});

test('passes over whoever left the organisation', async () => {
  await rawSql(
    house.server.installation.store,
    "UPDATE people SET gone_at = '2026-11-21T12:00:00Z' WHERE username = 'bjoern.aagaard'",
  );
  expect(await queue()).toEqual([]);
  expect((await board()).need).toBe(2);
  await rawSql(house.server.installation.store, "UPDATE people SET gone_at = NULL WHERE username = 'bjoern.aagaard'");
});

test('counts what lies on which shelf, what is on its way and what is to be written anew', async () => {
  const { store } = house.server.installation;
  const states = ['in stock', 'blank', 'in transit', 'returned', 'lost'] as const;
  for (const [index, state] of states.entries()) {
    const office = index < 2 ? 'lagos' : null;
    const token = { serial: `${7000 + index}`, model: '', firmware: '', transport: 'usb', state, office };
    await store.tokens.put(token, now.toISOString());
  }
  const { tokens, offices } = await board();
  expect(tokens).toEqual({ known: 6, free: 2, away: 1, spoilt: 1 });
  expect(offices[0].shelf).toBe(2);
});

const excepted = { change: 'removed', id: 'excepted' };
test.each([
  ['removing a group that excepts', 'DELETE', '/trust/groups/excepted', excepted],
  ['taking somebody out of a group that excepts', 'DELETE', '/trust/groups/excepted/members', { change: 'left' }],
  ['putting somebody into a group that requires', 'POST', '/trust/groups/strict/members', { change: 'joined' }],
])('asks whom %s locks out before it is done', async (_what, method, path, change) => {
  const jan = 'jan.vandenberg@office';
  const member = change.change === 'removed' ? {} : { user: jan };
  const id = change.change === 'joined' ? 'strict' : 'excepted';
  value(await admin.post('/trust/groups/strict', { name: 'Strict', allow: 'require_token', locks_out: '0' }));
  value(await admin.post('/trust/groups/excepted', { name: 'Excepted', deny: 'require_token', within: '' }));
  if (change.change !== 'joined') {
    value(await admin.post('/trust/groups/excepted/members', { user: jan }));
    value(await admin.post('/trust/groups/strict/members', { user: jan }));
  }
  const asked = new URLSearchParams({ change: change.change, id, ...member });
  const lockout = value(await admin.get(`/trust/lockout?${asked}`));
  expect(lockout.after).toMatchObject([{ user: jan, groups: [['strict']] }]);
  const act = (more: Record<string, string>) =>
    method === 'POST'
      ? admin.post(path, { ...member, ...more })
      : admin.remove(`${path}?${new URLSearchParams({ ...member, ...more })}`);
  expect(message(await act({}))).toMatch(/1 would be locked out/);
  value(await act({ locks_out: '1' }));
  expect(value(await admin.get('/trust/lockout')).now).toMatchObject(
    expect.arrayContaining([expect.objectContaining({ user: jan })]),
  );
  value(await admin.remove('/trust/groups/strict'));
});

test('queues everybody whom a change would lock out', async () => {
  value(await admin.post('/trust/groups/finance', { allow: '', deny: '' }));
  const change = { id: 'payroll', allow: 'require_token' };
  expect(value(await admin.post('/trust/queue', { ...change, locked_out: 'after' }))).toBe(0);
  value(await admin.remove('/trust/queue?user=bjoern.aagaard@office'));
  expect(value(await admin.post('/trust/queue', { ...change, locked_out: 'after' }))).toBe(1);
  expect(value(await admin.post('/trust/queue', { locked_out: 'now' }))).toBe(0);
  expect(message(await admin.post('/trust/queue', { locked_out: 'maybe' }))).toMatch(/now or after/);
  expect(await queue()).toEqual(['bjoern.aagaard']);
});

test('is closed to administrators without the right', async () => {
  await admin.limitTo(['trustread']);
  expect(message(await admin.post('/trust/queue', amara))).toMatch(/trustwrite is not allowed/);
  await admin.limitTo(['tokenlist']);
  expect(message(await admin.get('/trust/queue'))).toMatch(/trustread is not allowed/);
  expect(message(await admin.get('/trust/rollout'))).toMatch(/trustread is not allowed/);
});

test('counts the queue and the offices of a hundred thousand people anew at each change', async () => {
  const { store } = house.server.installation;
  const numbers = isOnPostgres()
    ? 'SELECT n FROM generate_series(1, 100000) AS n'
    : 'WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 100000) SELECT n FROM c';
  await rawSql(
    store,
    `INSERT INTO people (realm, resolver, username, user_id, given_name, surname, email, mobile, phone, office)
     SELECT 'office', 'many', 'many' || n, 'many' || n, 'Person', 'No ' || n, '', '', '', 'Office ' || (n % 40)
     FROM (${numbers}) AS counted`,
  );
  await rawSql(store, `INSERT INTO group_members SELECT 'finance', id, '' FROM people WHERE resolver = 'many'`);
  await rawSql(store, `INSERT INTO group_members SELECT 'payroll', id, '' FROM people WHERE resolver = 'many'`);
  await rawSql(
    store,
    `INSERT INTO issuance_queue SELECT id, id, 'root', '' FROM people WHERE resolver = 'many' AND id % 3 = 0`,
  );
  await readySnapshot(house.server.installation);
  for (let time = 0; time < 3; time += 1) {
    await rawSql(
      store,
      `UPDATE people SET office = 'Moved ${time}' WHERE id = (SELECT max(person_id) FROM issuance_queue) - ${3 * time}`,
    );
    const { rollout } = await readySnapshot(house.server.installation);
    expect(rollout.queued).toBeGreaterThan(30_000);
    expect(rollout.offices.map(({ name }) => name)).toContain(`Moved ${time}`);
  }
}, 120_000);

test('names some of a hundred thousand people at a time, without reading the others', async () => {
  await admin.limitTo(['trustread', 'trustwrite']);
  const { store } = house.server.installation;
  const { lockedOut } = await board();
  const asked = vi.spyOn(store.db.getExecutor(), 'executeQuery');
  const change = new URLSearchParams({ id: 'finance', allow: 'require_token', list: 'after' });
  const first = value(await admin.get(`/trust/lockout?${change}`));
  const second = value(await admin.get(`/trust/lockout?${change}&past=${first.next}`));
  const now = value(await admin.get('/trust/lockout?list=now'));
  expect([first.people.length, second.people.length, now.count]).toEqual([200, 200, lockedOut]);
  expect([first.count, second.count]).toEqual([100_001, 100_001]);
  const users = [...first.people, ...second.people].map(({ user }: { user: string }) => user);
  expect(new Set(users).size).toBe(400);
  const answers = await Promise.all(asked.mock.results.map((result) => result.value));
  asked.mockRestore();
  expect(answers.reduce((sum, { rows }) => sum + rows.length, 0)).toBeLessThan(20_000);
  const renamed = value(await admin.get('/trust/lockout?id=finance&name=Money&list=after'));
  expect(renamed).toEqual({ count: 0, people: [], next: null });
  const wanted = { allow: 'require_token' };
  expect(message(await admin.post('/trust/groups/finance', wanted))).toMatch(`${first.count} would be locked out`);
  value(await admin.post('/trust/groups/finance', { ...wanted, locks_out: String(first.count) }));
  expect((await board()).lockedOut).toBe(lockedOut + first.count);
}, 120_000);
