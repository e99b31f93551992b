import { afterAll, beforeAll, expect, test } from 'vitest';
import { emulatedToken } from '../../native/emulator/token.ts';
import { type House, openHouse, password } from '../server/house.ts';
import { bytes, until, walk } from './desk-at-work.ts';
import { type FaultProxy, faultProxy } from './fault-proxy.ts';
import { type HouseDesk, houseDesk, quick } from './house-desk.ts';

let house: House;
let proxy: FaultProxy;
let at: HouseDesk;
const beganAt = Date.now();
beforeAll(async () => {
  house = await openHouse();
  proxy = await faultProxy(house);
  at = await houseDesk({ ...house, code: proxy.code });
  await at.ask('administration/sign-in', { name: 'root', password: bytes(password) });
});
afterAll(async () => {
  await at?.desk.close();
  await proxy?.close();
  await house?.close();
});

const person = (username: string) => ({ realm: 'office', username });
const people = [person('amara.okafor'), person('bjoern.aagaard'), person('hana.novakova')];
const next = async (limit = 10) => (await at.ask('rollout/next', { limit })).next.map(({ username }) => username);
const names = people.map(({ username }) => username);
const [amara = person(''), bjoern = person('')] = people;

async function issueToFirst(username: string): Promise<void> {
  at.token = emulatedToken(quick);
  await at.ask('ceremony/begin');
  await at.ask('ceremony/choose-holder', person(username));
  await walk(at, 'done');
  await at.ask('ceremony/close');
}

test('tells the desk who is next, in the order in which an administrator queued them', async () => {
  for (const one of people) expect(await at.ask('queue/add', one)).toBe(1);
  await at.ask('sync/send-now');
  expect(await next()).toEqual(names);
  expect(await at.ask('rollout/next', { limit: 1 })).toMatchObject({
    next: [{ ...amara, name: 'Amara Okafor', office: 'Lagos', tokens: 0 }],
    total: 3,
  });
  expect(await at.ask('queue/list')).toMatchObject([{ username: 'amara.okafor', by: 'root' }, {}, {}]);
});

test('shows the board as this station was told last, and with its age', async () => {
  const board = await at.ask('rollout/board');
  expect(board).toMatchObject({ facts: { need: 3, have: 0, queued: 3 }, waiting: 0 });
  expect(board.facts).toEqual(await at.ask('rollout/fresh'));
  expect(Date.parse(board.at ?? '')).toBeGreaterThanOrEqual(beganAt);
});

test('puts somebody who did not come behind the others, also after the next pull', async () => {
  await at.ask('rollout/skip', amara);
  const behind = ['bjoern.aagaard', 'hana.novakova', 'amara.okafor'];
  expect(await next()).toEqual(behind);
  await at.ask('queue/add', person('u.thant'));
  await at.ask('sync/send-now');
  expect(await next()).toEqual(['bjoern.aagaard', 'hana.novakova', 'u.thant', 'amara.okafor']);
  await at.ask('queue/remove', person('u.thant'));
  await at.ask('sync/send-now');
  expect(await next()).toEqual(behind);
});

test('a controller puts somebody into the queue and takes them out, offline too; told later, and once', async () => {
  const thant = person('u.thant');
  const since = async () => (await at.ask('queue-here/look', thant)).since;
  const before = await next();
  proxy.fault = 'nothing';
  expect((await at.ask('queue-here/put', thant)).record).toMatch(/^[0-9a-f]{32}$/);
  expect(await at.ask('queue-here/put', thant)).toEqual({ record: null });
  expect(await since()).not.toBeNull();
  // Behind those who wait, also whom this desk put off.
  expect(await next()).toEqual([...before, 'u.thant']);
  expect((await at.ask('queue-here/take', thant)).record).not.toBeNull();
  expect(await since()).toBeNull();
  expect((await at.ask('queue-here/put', thant)).record).not.toBeNull();
  proxy.fault = 'pass';
  await at.ask('sync/send-now');
  await until(async () => ((await at.ask('sync/state')).waiting === 0 ? true : undefined));
  expect((await at.ask('queue/list')).map(({ username, by }) => [username, by]).at(-1)).toEqual(['u.thant', 'root']);
  await at.ask('sync/send-now');
  expect(await next()).toContain('u.thant');
  const { rows } = await at.ask('records/list', { query: 'thant', limit: 10 });
  expect(rows.map(({ kind, delivery }) => [kind, delivery])).toEqual([
    ['queued', 'delivered'],
    ['unqueued', 'delivered'],
    ['queued', 'delivered'],
  ]);
  await at.ask('queue-here/take', thant);
  await at.ask('sync/send-now');
  expect(await next()).toEqual(before);
});

test('takes out at once whoever is issued a token here, offline too, and counts it as not told yet', async () => {
  proxy.fault = 'nothing';
  await issueToFirst('bjoern.aagaard');
  expect(await next()).toEqual(['hana.novakova', 'amara.okafor']);
  expect(await at.ask('rollout/board')).toMatchObject({ facts: { have: 0 }, waiting: 1 });
  proxy.fault = 'pass';
  await at.ask('sync/send-now');
  await until(async () => ((await at.ask('sync/state')).waiting === 0 ? true : undefined));
  await at.ask('sync/send-now');
  expect((await at.ask('queue/list')).map(({ username }) => username)).toEqual(['amara.okafor', 'hana.novakova']);
  expect(await next()).toEqual(['hana.novakova', 'amara.okafor']);
  expect(await at.ask('rollout/board')).toMatchObject({ facts: { need: 3, have: 1, queued: 2 }, waiting: 0 });
});

test('queues whoever would be locked out by a change of a group, and asks of each kind of change', async () => {
  const group = { id: 'finance', name: 'Finance', settings: {}, within: [] };
  await at.ask('groups/save', group);
  const thant = person('u.thant');
  await at.ask('groups/join', { id: 'finance', ...thant });
  await at.ask('groups/join', { id: 'finance', ...bjoern });
  const required = { ...group, settings: { require_token: 'allow' as const } };
  expect(await at.ask('groups/queue-locked-out', { change: { kind: 'saved', group: required } })).toBe(1);
  expect((await at.ask('queue/list')).at(-1)).toMatchObject(thant);
  await at.ask('groups/save', { ...required, locksOut: 1 });
  const joins = { kind: 'joined', id: 'finance', ...amara } as const;
  expect((await at.ask('groups/lockout', { change: joins })).people).toMatchObject([{ name: 'Amara Okafor' }]);
  await at.ask('groups/join', { id: 'finance', ...amara, locksOut: 1 });
  const excepted = { id: 'excepted', name: 'Excepted', settings: { require_token: 'deny' as const }, within: [] };
  await at.ask('groups/save', excepted);
  await at.ask('groups/join', { id: 'excepted', ...amara });
  const left = { kind: 'left', id: 'excepted', ...amara } as const;
  expect((await at.ask('groups/lockout', { change: left })).people).toMatchObject([{ name: 'Amara Okafor' }]);
  await at.ask('groups/leave', { id: 'excepted', ...amara, locksOut: 1 });
  await at.ask('groups/join', { id: 'excepted', ...amara });
  const removed = { kind: 'removed', id: 'excepted' } as const;
  expect((await at.ask('groups/lockout', { change: removed })).people).toMatchObject([{ name: 'Amara Okafor' }]);
  await at.ask('groups/remove', { id: 'excepted', locksOut: 1 });
  expect(await at.ask('groups/queue-locked-out', { change: null })).toBe(0);
});

test('tells nobody of another office who is next, and nobody of themself', async () => {
  for (const id of ['lagos', 'oslo']) await at.ask('offices/save', { id, name: id });
  await at.ask('groups/save', {
    id: 'controllers',
    name: 'Controllers',
    settings: { control_trust: 'allow' },
    within: [],
  });
  const thant = person('u.thant');
  await at.ask('groups/join', { id: 'controllers', ...thant });
  await at.ask('offices/appoint', { office: 'oslo', ...thant, loan: null });
  await at.ask('queue/add', thant);
  await at.ask('sync/send-now');
  expect(await next()).toContain('amara.okafor');
  await at.ask('app/set-settings', { controller: 'u.thant@office' });
  expect(await next()).toEqual(['hana.novakova']);
});

test('the board names who controls trust by their name, and by the user name too where two are alike', async () => {
  const office = { id: 'madrid', name: 'Madrid' };
  await at.ask('offices/save', office);
  const group = { id: 'hands', name: 'Hands', settings: { control_trust: 'allow' }, within: [] } as const;
  await at.ask('groups/save', { ...group, settings: { ...group.settings }, within: [], locksOut: 0 });
  const ines = { realm: 'office', username: 'ines.garcia' };
  await at.ask('groups/join', { id: 'hands', ...ines });
  await at.ask('offices/appoint', { office: office.id, ...ines, loan: null });
  const named = async () => {
    await at.ask('sync/send-now');
    const boards = [await at.ask('rollout/fresh'), (await at.ask('rollout/board')).facts];
    const [fresh, pulled] = boards.map((facts) => facts?.offices.find(({ id }) => id === office.id)?.controllers);
    expect(fresh).toEqual(pulled);
    return fresh;
  };
  expect(await named()).toContain('Inés García y Vega');
  const alike = { realm: 'office', username: 'ines2', userId: '9009', givenName: 'Inés', surname: 'García y Vega' };
  const { store } = house.server.installation;
  await store.people.add({ ...alike, email: '', mobile: '', phone: '', office: '' });
  expect(await named()).toContain('Inés García y Vega (ines.garcia)');
  expect(await at.ask('controllers/spoken', { name: 'ines2@office' })).toBe('Inés García y Vega (ines2)');
  expect(await at.ask('controllers/spoken', { name: 'root' })).toBe('root');
});
