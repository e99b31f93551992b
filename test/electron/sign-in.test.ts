import Database from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { TokenSerial } from '../../domain/token.ts';
import { vaultFile } from '../../electron/vault/database.ts';
import { hashPin } from '../../server/check/pin.ts';
import { type House, openHouse } from '../server/house.ts';
import {
  type Appointed,
  appointControllers,
  controllersDesk,
  ines,
  jan,
  password,
  signIn,
} from './controllers-house.ts';
import { bytes, type DeskAtWork, until, walk } from './desk-at-work.ts';
import { failureOf } from './failure-of.ts';
import { type FaultProxy, faultProxy } from './fault-proxy.ts';
import { heldClock } from './held-clock.ts';
import { begin, boxOf, insert, lane, pull, spareAt } from './lane.ts';

let time = new Date('2026-11-21T08:00:00Z');
const now = () => time;
let house: House;
let proxy: FaultProxy;
let here: Appointed;

beforeAll(async () => {
  house = await openHouse(now);
  proxy = await faultProxy(house);
  here = await appointControllers(house);
});
afterAll(async () => {
  await proxy?.close();
  await house?.close();
});
beforeEach(() => {
  proxy.fault = 'pass';
  // Wrong tries of one test are not those of the next.
  time = new Date(time.getTime() + 3_600_000);
});

const desk = async (options = {}) => controllersDesk(await proxy.code(), { trial: { now, ...options } });
const state = async (at: DeskAtWork) => (await at.ask('app/state')).atDesk;
const read = async (at: DeskAtWork) =>
  at.ask('guidelines/confirm', { version: (await at.ask('guidelines/get')).version });
const server = () => house.server.installation.store;

test('nobody is at a desk at first, and it shows and does nothing', async () => {
  const at = await desk();
  expect(await state(at)).toMatchObject({ state: 'out', name: '' });
  expect(await at.ask('controllers/list')).toEqual(expect.arrayContaining([ines, jan, 'root']));
  for (const channel of [
    'desk/home',
    'ceremony/current',
    'ceremony/begin',
    'tokens/attached',
    'guidelines/get',
  ] as const) {
    expect(await failureOf(at.ask(channel))).toEqual({ code: 'controller/signed-out', context: {} });
  }
  const search = at.ask('people/search', { query: '', limit: 1 });
  expect(await failureOf(search)).toMatchObject({ code: 'controller/signed-out' });
  await at.desk.close();
});

test('lets in whoever the server lets in, and the record of an issuance names them', async () => {
  const at = await desk();
  expect(await signIn(at, ines, here.touch(ines))).toMatchObject({ state: 'in', name: ines, offline: false });
  await read(at);
  const done = await walk(at, 'done');
  expect(done.controller).toBe(ines);
  await until(async () => ((await at.ask('sync/state')).waiting === 0 ? true : undefined));
  const row = await at.ask('records/get', { id: done.outcome?.record ?? '' });
  expect(row).toMatchObject({ delivery: 'delivered', controller: ines });
  await at.desk.close();
});

test('says the same of a wrong password, a wrong code and a used one', async () => {
  const at = await desk();
  const used = here.touch(ines);
  await signIn(at, ines, used);
  await at.ask('controllers/sign-out');
  const wrong = { code: 'controller/wrong', context: {} };
  expect(await failureOf(signIn(at, ines, used))).toEqual(wrong);
  expect(await failureOf(signIn(at, ines, '000000'))).toEqual(wrong);
  expect(await failureOf(signIn(at, ines, here.touch(ines), 'guessed'))).toEqual(wrong);
  expect(await state(at)).toMatchObject({ state: 'out' });
  await at.desk.close();
});

test('locks at once, keeps the name, and goes on with the same person only after another proof', async () => {
  const at = await desk();
  await signIn(at, ines, here.touch(ines));
  await read(at);
  await walk(at, 'token');
  expect(await at.ask('controllers/lock')).toMatchObject({ state: 'locked', name: ines, ended: 'locked' });
  expect(await failureOf(at.ask('ceremony/current'))).toMatchObject({ code: 'controller/signed-out' });
  expect(await failureOf(at.ask('ceremony/confirm-person'))).toMatchObject({ code: 'controller/signed-out' });
  expect(await signIn(at, ines, here.touch(ines))).toMatchObject({ state: 'in', name: ines });
  expect(await at.ceremony()).toMatchObject({ step: 'token', confirmAgain: true });
  await at.ask('ceremony/confirm-person');
  expect((await walk(at, 'program')).step).toBe('program');
  await at.desk.close();
});

test('changes over: the next one may stop what the one before began, and do nothing else with it', async () => {
  const at = await desk();
  await signIn(at, ines, here.touch(ines));
  await read(at);
  await walk(at, 'token');
  expect(await at.ask('controllers/sign-out')).toMatchObject({ state: 'out', name: '', ended: 'signed out' });
  await signIn(at, jan, here.touch(jan));
  const another = { code: 'ceremony/another-controller', context: { controller: ines } };
  expect(await failureOf(at.ask('ceremony/confirm-person'))).toEqual(another);
  expect(await failureOf(at.ask('ceremony/back'))).toEqual(another);
  const stopped = await at.ask('ceremony/stop', { reason: 'other', note: 'went home' });
  const row = await at.ask('records/get', { id: stopped.outcome?.record ?? '' });
  expect(row).toMatchObject({ kind: 'stopped', controller: jan });
  await at.desk.close();
});

test('locks itself when nobody is at the keyboard, not while somebody is, whatever the clock is set to', async () => {
  const clock = heldClock();
  const dayMs = 86_400_000;
  const at = await desk({ lockMs: 1000, uptimeMs: clock.uptimeMs });
  await signIn(at, ines, here.touch(ines));
  clock.pass(600);
  await at.ask('controllers/stay');
  time = new Date(time.getTime() + dayMs);
  clock.pass(600);
  await clock.lookedAt();
  expect(await state(at)).toMatchObject({ state: 'in' });
  time = new Date(time.getTime() - dayMs);
  clock.pass(400);
  await until(async () => ((await state(at)).state === 'locked' ? true : undefined));
  expect(await state(at)).toMatchObject({ ended: 'idle', name: ines });
  await at.desk.close();
});

test('a sleep locks the desk, and a start asks anew', async () => {
  const at = await desk();
  await signIn(at, ines, here.touch(ines));
  at.desk.interrupted();
  expect(await state(at)).toMatchObject({ state: 'locked', ended: 'sleep' });
  await at.desk.close();
  // Nobody told this one: it sees by its clocks that the machine slept.
  const slept = await desk({ sleepLookEveryMs: 20, uptimeMs: heldClock().uptimeMs });
  await signIn(slept, ines, here.touch(ines));
  time = new Date(time.getTime() + 60_000);
  await until(async () => (await state(slept)).ended === 'sleep');
  expect(await state(slept)).toMatchObject({ state: 'locked', name: ines });
  await slept.desk.close();
  const again = await controllersDesk(undefined, { directory: at.directory, trial: { now } });
  expect(await state(again)).toMatchObject({ state: 'out', name: '' });
  expect((await again.ask('app/state')).settings.controller).toBe(ines);
  await again.desk.close();
});

test('refuses an issuance until the guidelines that hold now were read, and the server knows who read them', async () => {
  const at = await desk();
  await (await here.admin()).post('/trust/guidelines', { text: `Look twice. ${time.getTime()}` });
  await at.ask('sync/send-now');
  expect((await signIn(at, ines, here.touch(ines))).guidelines.read).toBe(false);
  expect(await failureOf(at.ask('ceremony/begin'))).toEqual({ code: 'controller/guidelines', context: {} });
  const { version } = await at.ask('guidelines/get');
  expect(await failureOf(at.ask('guidelines/confirm', { version: version - 1 }))).toMatchObject({
    code: 'controller/guidelines',
  });
  expect((await at.ask('guidelines/confirm', { version })).guidelines).toEqual({ version, read: true });
  await at.ask('guidelines/confirm', { version });
  expect((await at.ask('ceremony/begin')).step).toBe('person');
  await until(async () => ((await at.ask('sync/state')).waiting === 0 ? true : undefined));
  const person = await house.personId('ines.garcia');
  expect((await server().guidelineTexts.readings()).find(({ personId }) => personId === person)?.version).toBe(version);
  // Another desk hears of it with the sign-in.
  const other = await desk();
  expect((await signIn(other, ines, here.touch(ines))).guidelines).toEqual({ version, read: true });
  await other.desk.close();

  await (await here.admin()).post('/trust/guidelines', { text: `Look three times. ${time.getTime()}` });
  await at.ask('ceremony/stop', { reason: 'other', note: '' });
  await at.ask('ceremony/close');
  await at.ask('sync/send-now');
  expect((await state(at)).guidelines).toEqual({ version: version + 1, read: false });
  expect(await failureOf(at.ask('ceremony/begin'))).toMatchObject({ code: 'controller/guidelines' });
  await at.desk.close();
});

test('ends the session of somebody whom the server names no longer', async () => {
  const at = await desk();
  await signIn(at, jan, here.touch(jan));
  await (await here.admin()).remove(`/trust/groups/controllers/members?user=${jan}`);
  await at.ask('sync/send-now');
  expect(await state(at)).toMatchObject({ state: 'out', ended: 'right ended' });
  expect(await failureOf(at.ask('desk/home'))).toMatchObject({ code: 'controller/signed-out' });
  expect(await failureOf(signIn(at, jan, here.touch(jan)))).toMatchObject({ code: 'controller/no-right' });
  await (await here.admin()).post('/trust/groups/controllers/members', { user: jan });
  await at.desk.close();
});

test('nobody issues to themself, however the name is written', async () => {
  const at = await desk();
  await signIn(at, ines, here.touch(ines));
  await read(at);
  await walk(at, 'person');
  const own = at.ask('ceremony/choose-holder', { realm: 'office', username: 'ines.garcia' });
  expect(await failureOf(own)).toEqual({ code: 'act/oneself', context: {} });
  await at.desk.close();
});

test('shows and lets act only for people of the own office, and of none', async () => {
  const at = await desk();
  await signIn(at, jan, here.touch(jan));
  await read(at);
  const found = async (query: string) => (await at.ask('people/search', { query, limit: 50 })).total;
  // Inés is of Madrid, where Ines controls trust; Amara is of Lagos, Jan's; Hana is of Prague, which is no office here.
  expect([await found('ines.garcia'), await found('amara'), await found('hana')]).toEqual([0, 1, 1]);
  await walk(at, 'person');
  const foreign = { realm: 'office', username: 'ines.garcia' };
  expect(await failureOf(at.ask('ceremony/choose-holder', foreign))).toEqual({
    code: 'controller/own-office',
    context: { name: 'Inés García y Vega', office: 'Madrid' },
  });
  expect((await at.ask('ceremony/choose-holder', { realm: 'office', username: 'amara.okafor' })).step).toBe('checks');
  await at.ask('ceremony/stop', { reason: 'other', note: '' });
  await at.ask('controllers/sign-out');
  await signIn(at, 'root', '', 'a long password');
  expect(await found('ines.garcia')).toBe(1);
  await at.desk.close();
});

test('lets in at the desk of an office only who has a say there, and says whose desk it is', async () => {
  const at = await desk();
  await signIn(at, ines, here.touch(ines));
  const id = (await at.ask('app/state')).station?.id ?? '';
  expect(id).not.toBe('');
  await at.ask('administration/sign-in', { name: 'root', password: bytes('a long password') });
  await at.ask('offices/stand-here', { office: 'lagos' });
  await at.ask('sync/send-now');
  expect(await state(at)).toMatchObject({ state: 'out', ended: 'right ended', office: 'Lagos' });
  expect(await failureOf(signIn(at, ines, here.touch(ines)))).toMatchObject({ code: 'controller/other-office' });
  expect(await signIn(at, jan, here.touch(jan))).toMatchObject({ state: 'in', office: 'Lagos' });
  // Whoever administers needs nobody at the desk.
  await at.ask('controllers/sign-out');
  await at.ask('administration/sign-in', { name: 'root', password: bytes('a long password') });
  await at.ask('offices/stand-here', { office: null });
  await at.ask('sync/send-now');
  expect(await state(at)).toMatchObject({ office: '' });
  await at.desk.close();
});

test.each([
  ['locks itself', 'idle'],
  ['ends their right', 'right ended'],
] as const)("ends an administrator's session too when the desk %s", async (_, ended) => {
  const clock = heldClock();
  const at = await desk({ lockMs: 600, uptimeMs: clock.uptimeMs });
  await signIn(at, jan, here.touch(jan));
  await at.ask('administration/sign-in', { name: 'root', password: bytes('a long password') });
  expect((await at.ask('administration/state')).signedIn?.name).toBe('root');
  if (ended === 'idle') clock.pass(600);
  else {
    await (await here.admin()).remove(`/trust/groups/controllers/members?user=${jan}`);
    await at.ask('sync/send-now');
  }
  await until(async () => ((await state(at)).ended === ended ? true : undefined));
  expect(await at.ask('administration/state')).toMatchObject({ signedIn: null, ended: 'locked' });
  expect(await failureOf(at.ask('offices/list'))).toMatchObject({ code: 'administration/signed-out' });
  if (ended === 'right ended') await (await here.admin()).post('/trust/groups/controllers/members', { user: jan });
  await at.desk.close();
});

test.each([
  ['sleep', (at: DeskAtWork) => at.desk.interrupted()],
  ['a lock', (at: DeskAtWork) => at.ask('controllers/lock')],
  ['somebody who goes', (at: DeskAtWork) => at.ask('controllers/sign-out')],
])('%s stops a sign-in that is under way, with the server and without it', async (_, stop) => {
  let tried = () => {};
  const at = await desk({ crashPoint: (name: string) => name === 'after controller/tried' && tried() });
  const interrupted = { code: 'controller/interrupted', context: {} };

  const question = proxy.holdNext('/stations/self/controllers/sign-in');
  const coming = failureOf(signIn(at, ines, here.touch(ines)));
  await question.arrived;
  await stop(at);
  question.release();
  expect(await coming).toEqual(interrupted);
  expect((await state(at)).state).toBe('out');
  expect(await signIn(at, ines, here.touch(ines))).toMatchObject({ state: 'in', offline: false });
  await at.ask('controllers/sign-out');

  proxy.fault = 'nothing';
  const stopping = Promise.withResolvers<unknown>();
  // The try counts, and the hash of what was typed is begun right after it: it ends in a later turn of the loop.
  tried = () => queueMicrotask(() => stopping.resolve(stop(at)));
  expect(await failureOf(signIn(at, ines, here.touch(ines)))).toEqual(interrupted);
  await stopping.promise;
  tried = () => {};
  expect((await state(at)).state).toBe('out');
  expect(await signIn(at, ines, here.touch(ines))).toMatchObject({ state: 'in', offline: true });
  await at.desk.close();
});

test('shows no temporary code at a desk that was locked meanwhile: it is ended, and both are recorded for whoever asked', async () => {
  await house.give('HANA', { ownerId: await house.personId('hana.novakova') });
  const at = await desk();
  await signIn(at, ines, here.touch(ines));
  const hana = { realm: 'office', username: 'hana.novakova', proof: 'known to me, in the room' } as const;
  const question = proxy.holdNext('/stations/self/temporary-codes');
  const asked = failureOf(at.ask('acts/temporary-code', { ...hana, typed: here.touch(ines), longestGapMs: 5 }));
  await question.arrived;
  await at.ask('controllers/lock');
  question.release();
  expect(await asked).toMatchObject({ code: 'act/code-unseen' });
  expect((await state(at)).state).toBe('locked');
  const { store } = house.server.installation;
  expect(await store.temporaryCodes.find(await house.personId('hana.novakova'))).toBeUndefined();
  await signIn(at, ines, here.touch(ines));
  await until(async () => ((await at.ask('sync/state')).waiting === 0 ? true : undefined));
  const { rows } = await at.ask('records/list', { query: '', limit: 20 });
  const told = rows.filter(({ kind }) => kind === 'temporary code' || kind === 'code removed');
  expect(told.map(({ kind, controller, delivery }) => [kind, controller, delivery])).toEqual([
    ['code removed', ines, 'delivered'],
    ['temporary code', ines, 'delivered'],
  ]);
  await at.desk.close();
});

test('shows no temporary code either when the desk was locked and opened again by the same controller meanwhile', async () => {
  await house.give('HANA3', { ownerId: await house.personId('hana.novakova') });
  const at = await desk();
  await signIn(at, ines, here.touch(ines));
  const hana = { realm: 'office', username: 'hana.novakova', proof: 'known to me, in the room' } as const;
  const [typed, again] = [here.touch(ines), here.touch(ines)];
  // The answer is on its way while the desk is locked and opened again.
  const answer = proxy.holdNext('/stations/self/temporary-codes', 'answer');
  const asked = failureOf(at.ask('acts/temporary-code', { ...hana, typed, longestGapMs: 5 }));
  await answer.arrived;
  await at.ask('controllers/lock');
  expect(await signIn(at, ines, again)).toMatchObject({ state: 'in', name: ines });
  answer.release();
  expect(await asked).toMatchObject({ code: 'act/code-unseen' });
  expect(await state(at)).toMatchObject({ state: 'in', name: ines });
  await at.desk.close();
});

test('signing in while somebody else is still here ends their session first, with all that was open in it', async () => {
  const at = await desk();
  await signIn(at, ines, here.touch(ines));
  await read(at);
  await walk(at, 'token');
  await at.ask('administration/sign-in', { name: 'root', password: bytes('a long password') });
  await signIn(at, jan, here.touch(jan));
  expect(await state(at)).toMatchObject({ state: 'in', name: jan, ended: null });
  expect((await at.ask('administration/state')).signedIn).toBeNull();
  await until(async () => ((await at.ceremony()).confirmAgain ? true : undefined));
  await at.desk.close();
  const vault = new Database(vaultFile(at.directory));
  const entries = vault.prepare<[], { entry: string }>('SELECT entry FROM audit').all();
  vault.close();
  const ended = entries
    .map(({ entry }) => JSON.parse(entry))
    .filter(({ action }) => action === 'controller/signed-out');
  expect(ended).toMatchObject([{ actor: ines, detail: { why: 'signed out' } }]);
});

test('lets in somebody who was appointed since the desk heard of the server last', async () => {
  const at = await desk();
  const admin = await here.admin();
  const user = 'hana.novakova@office';
  const { ownPeople } = server();
  const person = await ownPeople.find('office', 'hana.novakova');
  if (person === undefined) throw new Error('the example people are there');
  await ownPeople.change('office', { ...person, passwordHash: await hashPin(Buffer.from(password)) });
  await house.give('HANA_2', { ownerId: await house.personId('hana.novakova'), realms: ['office'] });
  await admin.post('/trust/groups/controllers/members', { user });
  await admin.post('/trust/offices/madrid/controllers', { user });
  expect(await signIn(at, user, here.touch(user))).toMatchObject({ state: 'in', name: user, ended: null });
  await at.ask('desk/home');
  await at.desk.close();
});

test('the record names the guidelines that hold here, whatever the window says', async () => {
  await (await here.admin()).post('/trust/guidelines', { text: `Look again. ${time.getTime()}` });
  const at = await desk();
  await signIn(at, ines, here.touch(ines));
  await at.ask('sync/send-now');
  await read(at);
  await walk(at, 'checks');
  const said = { presence: true, proof: 'known to me', guidelinesVersion: 999 } as const;
  await at.desk.handle('ceremony/answer-checks', said);
  const { outcome } = await walk(at, 'done');
  const { version } = await at.ask('guidelines/get');
  expect(version).toBeGreaterThan(0);
  const row = await at.ask('records/get', { id: outcome?.record ?? '' });
  expect(row.record).toMatchObject({ checks: { guidelinesVersion: version } });
  await at.desk.close();
});

test('a locked desk says nothing of the spares that lie in its ports', async () => {
  const box = boxOf(1);
  const [token] = box;
  if (token === undefined) throw new Error('a token');
  const at = await desk({ emulatedTokens: () => box });
  await signIn(at, 'root', '', 'a long password');
  await begin(at);
  await insert(at, token);
  await spareAt(at, token, 'written');
  const told = () => at.seen.filter(({ what }) => what === 'reprogram/changed').length;
  const again = async () => {
    await pull(at, token);
    at.seen.length = 0;
    token.switchFaults({});
    await insert(at, token);
  };
  await again();
  await until(async () => (await at.ask('tokens/attached')).tokens.length === 1);
  expect(told()).toBeGreaterThan(0);
  // So many reports it takes to look at it, and what a desk that is open would tell follows at once.
  const { reads, writes } = token.reports;
  at.seen.length = 0;
  at.desk.interrupted();
  await again();
  await until(() => token.reports.reads >= reads && token.reports.writes >= writes);
  await new Promise(setImmediate);
  expect((await state(at)).state).toBe('locked');
  expect(told()).toBe(0);
  await signIn(at, 'root', '', 'a long password');
  expect(await lane(at)).toMatchObject({ running: false });
  await at.desk.close();
});

test('lists no tokens of people of another office, and tells only the office of one that was found', async () => {
  const issued = {
    serial: '20999101',
    model: 'YubiKey 5 NFC',
    firmware: '5.4.3',
    transport: 'usb',
    state: 'issued',
  } as const;
  await server().tokens.put({ ...issued, office: null }, time.toISOString());
  await house.give('20999101_2', {
    ownerId: await house.personId('amara.okafor'),
    tokenSerial: '20999101' as TokenSerial,
  });
  const box = boxOf(1, {}, 20_999_101);
  const [found] = box;
  if (found === undefined) throw new Error('a token');
  const at = await desk({ emulatedTokens: () => box });
  const amara = { realm: 'office', username: 'amara.okafor' };
  const seen = async () => {
    const listed = await at.ask('tokens/list', { query: 'amara', limit: 50 });
    expect(listed.total).toBe(listed.rows.length);
    const looked = await at.ask('stock/look', { serial: '20999101' });
    const foreseen = await at.ask('acts/foresee', { act: 'withdraw', token: '20999101' });
    const [office] = (await at.ask('stock/offices')).offices;
    const { id } = await at.ask('stock/open', { kind: 'count', office: office?.id ?? '' });
    const heard = await at.ask('stock/scan', { id, line: '20999101' });
    expect(heard).toMatchObject({ said: 'issued' });
    await at.ask('stock/discard', { id });
    await insert(at, found);
    const tokens = await until(async () => {
      const all = (await at.ask('tokens/attached')).tokens;
      return all.length > 0 ? all : undefined;
    });
    expect(tokens[0]?.standing.kind).toBe('issued');
    await pull(at, found);
    const isNamed = [looked, foreseen, heard, tokens].map((told) => /amara|okafor/i.test(JSON.stringify(told)));
    expect([looked?.holder?.office, foreseen.person?.office]).toEqual(['Lagos', 'Lagos']);
    return [listed.total, (await at.ask('replace/candidates', amara)).length, ...isNamed];
  };
  await signIn(at, ines, here.touch(ines));
  await at.ask('sync/send-now');
  expect(await seen()).toEqual([0, 0, false, false, false, false]);
  await at.ask('controllers/sign-out');
  await signIn(at, jan, here.touch(jan));
  expect(await seen()).toEqual([1, 1, true, true, true, true]);
  await at.desk.close();
});
