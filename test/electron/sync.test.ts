import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { backoffMs } from '../../electron/sync/backoff.ts';
import { emulatedToken } from '../../native/emulator/token.ts';
import { type House, openHouse } from '../server/house.ts';
import { bytes, type DeskAtWork, deskAtWork, newDirectory, setUp, until, walk } from './desk-at-work.ts';
import { failureOf } from './failure-of.ts';
import { type Fault, type FaultProxy, faultProxy } from './fault-proxy.ts';
import { type HouseDesk, houseDesk, quick } from './house-desk.ts';
import { checkVaultAt } from './invariants.ts';

let house: House;
let proxy: FaultProxy;
beforeAll(async () => {
  house = await openHouse();
  proxy = await faultProxy(house);
});
afterAll(async () => {
  await proxy?.close();
  await house?.close();
});

/** A desk that reaches the server by way of the proxy. */
async function desk(options: Parameters<typeof houseDesk>[1] = {}): Promise<HouseDesk> {
  return houseDesk({ ...house, code: proxy.code }, options);
}

const state = (at: DeskAtWork) => at.ask('sync/state');
const problem = (at: DeskAtWork, code: string) =>
  until(async () => ((await state(at)).problem?.code === code ? true : undefined));
const delivered = (at: DeskAtWork) =>
  until(async () => ((await state(at)).waiting === 0 && (await state(at)).problem === null ? true : undefined));
const onServer = (id: string) => house.server.installation.store.records.find(id);

async function ends(at: DeskAtWork): Promise<void> {
  await at.desk.close();
  await checkVaultAt(at.directory);
}

test('without the network a ceremony ends with its record waiting, and it arrives by itself when it is back', async () => {
  const at = await desk();
  await proxy.goAway();
  const done = await walk(at, 'done');
  const id = done.outcome?.record ?? '';
  await problem(at, 'sync/unreachable');
  expect(await state(at)).toMatchObject({ waiting: 1, online: false });
  // While an attempt is under way there is no next one.
  await until(async () => (await state(at)).nextAttemptAt !== null);
  expect((await at.ask('desk/home')).needs).toContainEqual(expect.objectContaining({ kind: 'waiting records' }));
  expect(await onServer(id)).toBeUndefined();
  await proxy.comeBack();
  await delivered(at);
  expect((await onServer(id))?.id).toBe(id);
  expect((await at.ask('records/get', { id })).receipt).not.toBeNull();
  await ends(at);
});

test('a reply that is lost after the server’s commit is asked for again: one record, the same receipt', async () => {
  const at = await desk();
  await walk(at, 'checks');
  proxy.fault = 'lose the reply';
  const { outcome } = await at.ask('ceremony/refuse', { reason: 'not entitled', note: '' });
  await problem(at, 'sync/unreachable');
  const id = outcome?.record ?? '';
  const first = await until(() => onServer(id));
  expect((await at.ask('records/get', { id })).delivery).toBe('waiting');
  proxy.fault = 'pass';
  await delivered(at);
  expect((await at.ask('records/get', { id })).receipt).toEqual(JSON.parse(first.receipt));
  expect(await onServer(id)).toEqual(first);
  await ends(at);
});

test('a certificate of another authority gets nothing sent to it', async () => {
  const at = await desk();
  await proxy.showOtherCertificate();
  const before = proxy.traffic.length;
  await walk(at, 'checks');
  await at.ask('ceremony/refuse', { reason: 'not entitled', note: '' });
  await problem(at, 'sync/certificate');
  expect(proxy.traffic.length).toBe(before);
  expect((await at.ask('desk/home')).needs).toContainEqual(expect.objectContaining({ kind: 'certificate' }));
  proxy.showOwnCertificate();
  expect(await at.ask('sync/send-now')).toMatchObject({ waiting: 0, problem: null, online: true });
  await ends(at);
});

const faults: readonly (readonly [Fault, string])[] = [
  ['error 500', 'sync/server-error'],
  ['page of HTML', 'sync/not-keydesk'],
  ['redirect', 'sync/not-keydesk'],
  ['nothing', 'sync/not-keydesk'],
  ['half an answer', 'sync/unreachable'],
  ['forged receipt', 'sync/receipt'],
  ['receipt of another record', 'sync/receipt'],
  ['revoked', 'station/revoked'],
  ['unknown station', 'station/unknown'],
  ['wrong signature', 'station/unknown'],
  ['too large', 'sync/blocked'],
  ['too many', 'sync/server-error'],
  ['busy', 'sync/server-error'],
];
test.each(faults)('an answer that is %s keeps the record waiting, says %s, and loses nothing', async (fault, code) => {
  const at = await desk();
  proxy.fault = fault;
  const from = proxy.traffic.length;
  try {
    await walk(at, 'checks');
    const { outcome } = await at.ask('ceremony/refuse', { reason: 'not entitled', note: '' });
    await problem(at, code);
    expect(await state(at)).toMatchObject({ waiting: 1, online: false });
    expect(proxy.traffic.slice(from).every(({ path }) => path.startsWith('/stations/self/'))).toBe(true);
    proxy.fault = 'pass';
    expect(await at.ask('sync/send-now')).toMatchObject({ waiting: 0, problem: null });
    expect(await onServer(outcome?.record ?? '')).toBeDefined();
  } finally {
    proxy.fault = 'pass';
  }
  await ends(at);
});

test('what answers without TLS is not our server', async () => {
  const at = await desk();
  const restore = await proxy.speakPlain();
  await walk(at, 'checks');
  await at.ask('ceremony/refuse', { reason: 'not entitled', note: '' });
  await problem(at, 'sync/not-keydesk');
  await restore();
  await proxy.comeBack();
  await delivered(at);
  await ends(at);
});

test('a record the server refuses is parked in sight, and the records after it are delivered', async () => {
  const [one, other] = [await desk(), await desk()];
  await walk(one, 'done');
  one.token.powerDown();
  await delivered(one);
  other.token = one.token;
  const [, second] = (await other.ask('people/search', { query: '', limit: 2 })).rows;
  await other.ask('ceremony/begin');
  await other.ask('ceremony/choose-holder', { realm: second?.realm ?? '', username: second?.username ?? '' });
  const done = await walk(other, 'done', { overwrite: String(one.token.serial).slice(-4) });
  const id = done.outcome?.record ?? '';
  await until(async () => ((await other.ask('records/get', { id })).delivery === 'refused' ? true : undefined));
  expect((await other.ask('records/get', { id })).failure).toMatchObject({ code: 'sync/conflict' });
  expect((await other.ask('desk/home')).needs).toContainEqual({ kind: 'conflict', subject: '', count: 1 });
  await other.ask('ceremony/close');
  await walk(other, 'checks');
  const { outcome } = await other.ask('ceremony/refuse', { reason: 'not present', note: '' });
  await delivered(other);
  expect((await other.ask('records/get', { id: outcome?.record ?? '' })).delivery).toBe('delivered');
  await ends(other);
  await ends(one);
});

test('people who are added on the server are found after the next pull, and a pull without news changes nothing', async () => {
  const at = await desk();
  const before = (await at.ask('people/search', { query: '', limit: 1 })).total;
  await house.server.installation.store.people.add({
    realm: 'office',
    username: 'zoe.angstrom',
    userId: 'zoe',
    givenName: 'Zoë',
    surname: 'Ångström',
    email: '',
    office: 'Oslo',
    phone: '',
    mobile: '',
  });
  await at.ask('sync/send-now');
  expect((await at.ask('people/search', { query: '', limit: 1 })).total).toBe(before + 1);
  expect((await at.ask('people/search', { query: 'angstrom zoe', limit: 5 })).rows).toHaveLength(1);
  at.seen.length = 0;
  await at.ask('sync/send-now');
  expect(at.seen.some(({ what }) => what === 'data/changed')).toBe(false);
  const asked = proxy.traffic.filter(({ path }) => path === '/stations/self/parts');
  expect(asked.at(-1)?.reply.length).toBe(0);
  await ends(at);
});

test('a token that the server withdrew can be issued again', async () => {
  const at = await desk();
  const done = await walk(at, 'done');
  await delivered(at);
  await at.ask('ceremony/close');
  const standing = async () => (await at.ask('tokens/attached')).tokens[0]?.standing.kind;
  expect(await standing()).toBe('issued');
  const serial = done.token?.serial ?? '';
  for (const credential of await house.server.installation.store.credentials.onToken(serial)) {
    await house.server.installation.store.credentials.end(credential.id, new Date().toISOString());
  }
  await at.ask('sync/send-now');
  expect(await standing()).toBe('ready');
  expect(await walk(at, 'done')).toMatchObject({ outcome: { kind: 'issued' } });
  await delivered(at);
  await ends(at);
});

test('the clock decides nothing: set back by a year, records keep their order and arrive', async () => {
  const clock = { shiftMs: 0 };
  const at = await desk({ trial: { now: () => new Date(Date.now() + clock.shiftMs) } });
  await walk(at, 'checks');
  await at.ask('ceremony/refuse', { reason: 'not entitled', note: 'first' });
  await at.ask('ceremony/close');
  clock.shiftMs = -365 * 86_400_000;
  await walk(at, 'checks');
  await at.ask('ceremony/refuse', { reason: 'not entitled', note: 'second' });
  await delivered(at);
  const rows = (await at.ask('records/list', { query: '', limit: 5 })).rows;
  expect(rows.map(({ sequence }) => sequence)).toEqual([2, 1]);
  await ends(at);
});

test('enrols by a one-time code only, and only with the authority that the code names', async () => {
  const at = await deskAtWork();
  await at.ask('vault/create', { passphrase: bytes('a passphrase nobody guesses') });
  const enrol = (code: string) => failureOf(at.ask('station/enrol', { code, name: 'Desk' }));
  for (const nonsense of ['', 'keydesk1.', 'keydesk1.e30', 'nonsense', `${(await proxy.code()).slice(0, -8)}`]) {
    expect(await enrol(nonsense)).toMatchObject({ code: 'station/enrolment-code' });
  }
  const good = JSON.parse(Buffer.from((await proxy.code()).slice('keydesk1.'.length), 'base64url').toString());
  const coded = (changes: object) =>
    `keydesk1.${Buffer.from(JSON.stringify({ ...good, ...changes })).toString('base64url')}`;
  expect(await enrol(coded({ caFingerprint: '0'.repeat(64) }))).toMatchObject({ code: 'sync/certificate' });
  expect(await enrol(coded({ url: 'https://127.0.0.1:1' }))).toMatchObject({ code: 'sync/unreachable' });
  proxy.fault = 'page of HTML';
  expect(await enrol(coded({}))).toMatchObject({ code: 'sync/not-keydesk' });
  proxy.fault = 'pass';
  await at.ask('station/enrol', { code: coded({}), name: 'Desk' });
  expect((await at.ask('app/state')).phase).toBe('ready');
  expect(await enrol(await proxy.code())).toMatchObject({ code: 'station/already-enrolled' });
  const other = await deskAtWork();
  await other.ask('vault/create', { passphrase: bytes('a passphrase nobody guesses') });
  expect(await failureOf(other.ask('station/enrol', { code: coded({}), name: 'Desk' }))).toMatchObject({
    code: 'station/enrolment-code',
  });
  await other.desk.close();
  await at.desk.close();
});

test('a code handed over in a file enrols the station once, and the file is gone then and not before', async () => {
  const file = join(newDirectory(), 'code');
  writeFileSync(file, `${await proxy.code()}\n`);
  const at = await deskAtWork({ enrolmentFile: file });
  await setUp(at);
  await until(async () => ((await at.ask('app/state')).phase === 'ready' ? true : undefined));
  expect(existsSync(file)).toBe(false);
  expect((await at.ask('people/search', { query: '', limit: 1 })).total).toBeGreaterThan(0);
  await at.desk.close();

  writeFileSync(file, 'keydesk1.broken');
  const other = await deskAtWork({ enrolmentFile: file });
  await setUp(other);
  await until(async () => ((await other.ask('app/state')).phase === 'enrol' ? true : undefined));
  expect((await other.ask('app/state')).failure).toMatchObject({ code: 'station/enrolment-code' });
  expect(existsSync(file)).toBe(true);
  await other.desk.close();
});

test('waits longer after each failure, at most a minute, and never all stations at once', () => {
  expect([1, 2, 3, 4].map((failures) => backoffMs(failures, () => 1))).toEqual([1000, 2000, 4000, 8000]);
  expect(backoffMs(50, () => 1)).toBe(60_000);
  expect(backoffMs(3, () => 0)).toBe(2000);
});

test('a practice token never reaches the outbox, and can be issued again and again', async () => {
  const at = await desk({ emulator: 'practice' });
  const records = () => proxy.traffic.filter(({ path }) => path.startsWith('/stations/self/records/')).length;
  const before = records();
  for (let round = 0; round < 2; round += 1) {
    const done = await walk(at, 'done');
    expect(done).toMatchObject({ practice: true, outcome: { kind: 'issued' } });
    await at.ask('ceremony/close');
  }
  expect(await at.ask('sync/send-now')).toMatchObject({ waiting: 0 });
  const rows = (await at.ask('records/list', { query: '', limit: 9 })).rows;
  expect(rows.map(({ delivery, sequence }) => [delivery, sequence])).toEqual(rows.map(() => ['practice', 0]));
  expect(records()).toBe(before);
  await ends(at);
});

test('a station without a server trains with training people, and takes no real token', async () => {
  const held = emulatedToken(quick);
  const at = await deskAtWork({ emulator: 'practice', trial: { emulatedToken: () => held } });
  await setUp(at);
  expect(await walk(at, 'done')).toMatchObject({ practice: true, holder: { realm: 'practice' } });
  await ends(at);

  const real = await deskAtWork({ trial: { emulatedToken: () => emulatedToken(quick) } });
  await setUp(real);
  expect(await failureOf(walk(real, 'program'))).toMatchObject({ code: 'station/not-enrolled' });
  await ends(real);
});
