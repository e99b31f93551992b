import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Request } from '../../domain/contract/ipc.ts';
import { administration } from '../server/administration.ts';
import { type House, openHouse, password } from '../server/house.ts';
import { bytes, touch, until, walk } from './desk-at-work.ts';
import { failureOf } from './failure-of.ts';
import { type FaultProxy, faultProxy } from './fault-proxy.ts';
import { type HouseDesk, houseDesk } from './house-desk.ts';
import { filesIn, found } from './hunt.ts';
import { checkVaultAt } from './invariants.ts';

let house: House;
let proxy: FaultProxy;
let at: HouseDesk;
const said: string[] = [];
const amara = { realm: 'office', username: 'amara.okafor', proof: 'I called them and know the voice' } as const;

beforeAll(async () => {
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const)
    vi.spyOn(console, method).mockImplementation((...words) => void said.push(inspect(words, { depth: 9 })));
  house = await openHouse();
  proxy = await faultProxy(house);
  const admin = await administration(house);
  await admin.post('/trust/offices/madrid', { name: 'Madrid' });
  await admin.post('/trust/groups/controllers', { name: 'Controllers', allow: 'control_trust' });
  await admin.post('/trust/groups/controllers/members', { user: 'ines.garcia@office' });
  await admin.post('/trust/offices/madrid/controllers', { user: 'ines.garcia@office' });
  await house.give('AMARA', { ownerId: await house.personId('amara.okafor') });
  at = await houseDesk({ ...house, code: proxy.code });
  await walk(at, 'person');
  await at.ask('ceremony/choose-holder', { realm: 'office', username: 'ines.garcia' });
  await walk(at, 'done');
  await until(async () => ((await at.ask('sync/state')).waiting === 0 ? true : undefined));
  await at.ask('ceremony/close');
  await at.ask('sync/send-now');
  await at.ask('app/set-settings', { controller: 'ines.garcia@office' });
});
afterAll(async () => {
  vi.restoreAllMocks();
  await proxy?.close();
  await house?.close();
});

const asked = async (change: Partial<Request<'acts/temporary-code'>> = {}) =>
  at.ask('acts/temporary-code', { ...amara, typed: await touch(at), longestGapMs: 8, ...change });
const records = async () => (await at.ask('records/list', { query: 'temporary code', limit: 50 })).total;

test('a code is told once, recorded by how the controller knew, and is nowhere at the desk afterwards', async () => {
  at.seen.length = 0;
  const { code, validSeconds, record } = await asked();
  const digits = new TextDecoder().decode(code);
  expect(digits).toMatch(/^\d{8}$/);
  expect(validSeconds).toBe(300);
  await until(async () => ((await at.ask('records/get', { id: record })).delivery === 'delivered' ? true : undefined));
  expect((await at.ask('records/get', { id: record })).record).toMatchObject({
    act: { what: 'temporary code', holder: { username: 'amara.okafor' }, proof: amara.proof },
  });
  const rest = at.seen.filter(({ what }) => what !== 'acts/temporary-code');
  expect(at.seen.length - rest.length).toBe(1);
  const places = new Map(filesIn(at.directory).map((file) => [file, readFileSync(file)]));
  places.set('replies and events', Buffer.from(JSON.stringify(rest)));
  places.set('console', Buffer.from(said.join('\n')));
  for (const { method, path, body } of proxy.traffic) places.set(`${method} ${path}`, Buffer.from(body));
  for (const [place, content] of places) expect(found(content, code), place).toEqual([]);
  expect(found(Buffer.from(`a ${digits} b`), code), 'the hunt finds it').toContain('raw');
});

test.each([
  ['to oneself', { username: 'ines.garcia' }, { code: 'act/oneself' }],
  ['by a code that a hand typed', { longestGapMs: 400 }, { code: 'code/by-hand' }],
  ['to nobody', { username: 'nobody' }, { code: 'ceremony/person-unknown' }],
  [
    'by a code that is not of the own token',
    { typed: '000000' },
    { code: 'act/no-code', context: { reason: 'other-code' } },
  ],
  [
    'to somebody without a token',
    { username: 'hana.novakova' },
    { code: 'act/no-code', context: { reason: 'no-token' } },
  ],
])('no code is given %s, and none is recorded', async (_case, change, failure) => {
  const before = await records();
  expect(await failureOf(asked(change))).toMatchObject(failure);
  expect(await records()).toBe(before);
});

test('a code that is alive is seen at the desk and ended there, with a record; offline nothing of it is known', async () => {
  await asked();
  const alive = await at.ask('acts/live-codes');
  expect(alive).toMatchObject([{ realm: 'office', username: 'amara.okafor', controller: 'ines.garcia@office' }]);
  proxy.fault = 'nothing';
  const person = { realm: 'office', username: 'amara.okafor' };
  expect(await failureOf(at.ask('acts/live-codes'))).toMatchObject({ code: 'sync/not-keydesk' });
  expect(await failureOf(at.ask('acts/end-code', person))).toMatchObject({ code: 'sync/not-keydesk' });
  proxy.fault = 'pass';
  const { record } = await at.ask('acts/end-code', person);
  expect(await at.ask('acts/live-codes')).toEqual([]);
  await until(async () => ((await at.ask('sync/state')).waiting === 0 ? true : undefined));
  expect(await at.ask('records/get', { id: record ?? '' })).toMatchObject({
    delivery: 'delivered',
    record: { act: { what: 'code removed', holder: { username: 'amara.okafor' } } },
  });
  expect(await at.ask('acts/end-code', person)).toEqual({ record: null });
});

test('an administrator sees it beside the person, and ends it', async () => {
  await asked();
  await at.ask('administration/sign-in', { name: 'root', password: bytes(password) });
  const person = { realm: 'office', username: 'amara.okafor' };
  expect(await at.ask('temporary-codes/list')).toMatchObject([{ ...person, controller: 'ines.garcia@office' }]);
  await at.ask('temporary-codes/end', person);
  expect(await at.ask('temporary-codes/list')).toEqual([]);
  const gone = { ...person, serial: 'AMARA', becomes: 'gone' } as const;
  expect(await at.ask('groups/login-after', gone)).toEqual({ after: 'password alone' });
  await at.ask('administration/sign-out');
});

test('when the answer is lost nobody sees a code, and none is recorded', async () => {
  const before = await records();
  proxy.fault = 'lose the reply';
  expect(await failureOf(asked())).toMatchObject({ code: 'sync/unreachable' });
  proxy.fault = 'pass';
  expect(await records()).toBe(before);
  await at.desk.close();
  await checkVaultAt(at.directory);
});
