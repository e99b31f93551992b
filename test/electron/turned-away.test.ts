import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SyncState } from '../../domain/contract/ipc.ts';
import { revokeStation } from '../../server/commands/station.ts';
import { type House, openHouse } from '../server/house.ts';
import { liftGuards, rawSql } from '../server/raw-sql.ts';
import { bytes, type DeskAtWork, deskAtWork, newDirectory, setUp, until, walk } from './desk-at-work.ts';
import { failureOf } from './failure-of.ts';
import { type FaultProxy, faultProxy } from './fault-proxy.ts';
import { houseDesk } from './house-desk.ts';
import { checkVaultAt } from './invariants.ts';
import { runServer } from './running-server.ts';

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

const passphrase = bytes('a passphrase nobody guesses');
const state = (at: DeskAtWork) => at.ask('sync/state');
const problem = (at: DeskAtWork, code: string) =>
  until(async () => ((await state(at)).problem?.code === code ? true : undefined));
const stations = () => house.server.installation.store.stations.all();
const onServer = (id: string) => house.server.installation.store.records.find(id);

/** A ceremony that ends at the checks: one record, and the desk is free again. */
async function refuse(at: DeskAtWork): Promise<string> {
  await walk(at, 'checks');
  const { outcome } = await at.ask('ceremony/refuse', { reason: 'not entitled', note: '' });
  await at.ask('ceremony/close');
  return outcome?.record ?? '';
}

async function ends(at: DeskAtWork): Promise<void> {
  await at.desk.close();
  await checkVaultAt(at.directory);
}

test('an enrolment whose reply was lost is done again with the same code: one station', async () => {
  const before = (await stations()).length;
  const at = await deskAtWork();
  await at.ask('vault/create', { passphrase });
  const code = await proxy.code();
  proxy.fault = 'lose the enrolment';
  expect(await failureOf(at.ask('station/enrol', { code, name: 'Desk 1' }))).toMatchObject({
    code: 'sync/unreachable',
  });
  expect(await stations()).toHaveLength(before + 1);
  expect((await at.ask('app/state')).phase).toBe('enrol');
  proxy.fault = 'pass';
  await at.ask('station/enrol', { code, name: 'Desk 1' });
  expect((await at.ask('app/state')).phase).toBe('ready');
  expect(await stations()).toHaveLength(before + 1);
  await at.desk.close();
});

test('a desk killed before it kept its enrolment enrols again with the same code: one station', async () => {
  const directory = newDirectory();
  const child = new URL('./crash-enrolling.ts', import.meta.url).pathname;
  const server = await runServer();
  const code = server.code();
  const env = { ...process.env, VITEST: undefined };
  const killed = spawnSync(process.execPath, [child, directory, code], { env, stdio: 'inherit' });
  expect(killed.signal).toBe('SIGKILL');
  const at = await deskAtWork({ directory });
  expect((await at.ask('app/state')).phase).toBe('enrol');
  await at.ask('station/enrol', { code, name: 'Desk 1' });
  expect((await at.ask('app/state')).phase).toBe('ready');
  await at.desk.close();
  await server.kill();
  const db = new Database(join(server.data, 'keydesk.sqlite'), { readonly: true });
  expect(db.prepare('SELECT count(*) AS count FROM stations').get()).toEqual({ count: 1 });
  db.close();
});

test('a code in a file outlives a server that is away and a reply that is lost', async () => {
  const file = join(newDirectory(), 'code');
  writeFileSync(file, await proxy.code());
  proxy.fault = 'page of HTML';
  const at = await deskAtWork({ enrolmentFile: file });
  await setUp(at);
  await until(async () => ((await at.ask('app/state')).failure !== null ? true : undefined));
  expect(existsSync(file)).toBe(true);
  await at.desk.close();
  const before = (await stations()).length;
  proxy.fault = 'lose the enrolment';
  const lost = await deskAtWork({ directory: at.directory, enrolmentFile: file });
  await until(async () => ((await stations()).length > before ? true : undefined));
  await lost.desk.close();
  expect(existsSync(file)).toBe(true);
  proxy.fault = 'pass';
  const again = await deskAtWork({ directory: at.directory, enrolmentFile: file });
  await until(async () => ((await again.ask('app/state')).phase === 'ready' ? true : undefined));
  expect(existsSync(file)).toBe(false);
  await again.desk.close();
});

test('a revoked station says so, comes back by a new code of its server, and delivers what waited', async () => {
  const at = await houseDesk(house);
  const { id = '' } = (await at.ask('app/state')).station ?? {};
  expect(await failureOf(at.ask('station/enrol', { code: await house.code(), name: 'D' }))).toMatchObject({
    code: 'station/already-enrolled',
  });
  await revokeStation(house.server.installation, id);
  const record = await refuse(at);
  await problem(at, 'station/revoked');
  expect((await at.ask('desk/home')).needs).toContainEqual(expect.objectContaining({ kind: 'turned away' }));
  const other = await openHouse();
  expect(await failureOf(at.ask('station/enrol', { code: await other.code(), name: 'D' }))).toMatchObject({
    code: 'station/enrolment-code',
    context: { reason: 'another server' },
  });
  await other.close();
  await at.ask('station/enrol', { code: await house.code(), name: 'D' });
  expect(await state(at)).toMatchObject({ waiting: 0, problem: null });
  expect(await onServer(record)).toMatchObject({ station: id, sequence: 1 });
  await ends(at);
});

test('an attempt that had nothing to send does not say that all is well again', async () => {
  const at = await houseDesk(house);
  await revokeStation(house.server.installation, (await at.ask('app/state')).station?.id ?? '');
  expect(await at.ask('sync/send-now')).toMatchObject({ waiting: 0, problem: { code: 'station/revoked' } });
  at.seen.length = 0;
  await until(() => at.seen.some(({ what, body }) => what === 'sync/changed' && !(body as SyncState).sending));
  expect(await state(at)).toMatchObject({ problem: { code: 'station/revoked' }, online: false });
  await ends(at);
});

test('a station its server forgot comes back under its name and sends its whole chain again', async () => {
  const at = await houseDesk(house);
  const { id = '' } = (await at.ask('app/state')).station ?? {};
  const sent = [await refuse(at), await refuse(at)];
  await until(async () => ((await state(at)).waiting === 0 ? true : undefined));
  await forget(id);
  const last = await refuse(at);
  await problem(at, 'station/unknown');
  await at.ask('station/enrol', { code: await house.code(), name: 'D' });
  expect(await state(at)).toMatchObject({ waiting: 0, problem: null });
  expect((await at.ask('app/state')).station?.id).toBe(id);
  const taken = await Promise.all([...sent, last].map(onServer));
  expect(taken.map((record) => record?.sequence)).toEqual([1, 2, 3]);
  await ends(at);
});

test('a server that came back from a backup gets everything it lost', async () => {
  const server = await runServer();
  const at = await deskAtWork();
  await setUp(at, server.code());
  const arrived = () => until(async () => ((await state(at)).waiting === 0 ? true : undefined));
  const kept = await refuse(at);
  await arrived();
  await server.kill();
  const copy = `${server.data}-copy`;
  cpSync(server.data, copy, { recursive: true });
  await server.start();
  await at.ask('sync/send-now');
  const lost = [await refuse(at), await refuse(at)];
  await arrived();
  await server.kill();
  rmSync(server.data, { recursive: true });
  cpSync(copy, server.data, { recursive: true });
  rmSync(copy, { recursive: true });
  await server.start();
  const last = await refuse(at);
  await at.ask('sync/send-now');
  expect(await state(at)).toMatchObject({ waiting: 0, problem: null });
  const db = new Database(join(server.data, 'keydesk.sqlite'), { readonly: true });
  const there = db.prepare<[], string>('SELECT id FROM records ORDER BY sequence').pluck().all();
  const receipts = db.prepare<[], string>('SELECT receipt FROM records ORDER BY sequence').pluck().all();
  db.close();
  expect(there).toEqual([kept, ...lost, last]);
  for (const [place, id] of there.entries()) {
    expect((await at.ask('records/get', { id })).receipt).toEqual(JSON.parse(receipts[place] ?? ''));
  }
  await server.kill();
  await ends(at);
});

test('a record the server cannot read stops the queue, in sight, and everything goes on when it can', async () => {
  const at = await houseDesk({ ...house, code: proxy.code });
  proxy.fault = 'too large';
  const from = proxy.traffic.length;
  const [first, second] = [await refuse(at), await refuse(at)];
  await at.ask('sync/send-now');
  expect(await state(at)).toMatchObject({
    waiting: 2,
    problem: { code: 'sync/blocked', context: { sequence: 1 } },
  });
  expect(proxy.traffic.slice(from).some(({ path }) => path.endsWith(second))).toBe(false);
  proxy.fault = 'pass';
  expect(await at.ask('sync/send-now')).toMatchObject({ waiting: 0, problem: null });
  expect([(await onServer(first))?.sequence, (await onServer(second))?.sequence]).toEqual([1, 2]);
  await ends(at);
});

test.each([
  ['too many', 30],
  ['busy', 600],
] as const)('waits as long as the server asks when it is %s, ten minutes at most', async (fault, seconds) => {
  const now = new Date();
  const at = await houseDesk({ ...house, code: proxy.code }, { trial: { now: () => now } });
  proxy.fault = fault;
  await refuse(at);
  await problem(at, 'sync/server-error');
  const next = await until(async () => (await state(at)).nextAttemptAt ?? undefined);
  expect((new Date(next).getTime() - now.getTime()) / 1000).toBe(seconds);
  proxy.fault = 'pass';
  expect(await at.ask('sync/send-now')).toMatchObject({ waiting: 0, problem: null });
  await ends(at);
});

/** As a server does that was made anew with its old keys, or restored from before the enrolment. */
async function forget(station: string): Promise<void> {
  const { store } = house.server.installation;
  await liftGuards(store, 'records');
  await rawSql(store, `DELETE FROM records WHERE station = '${station}'`);
  await rawSql(store, `DELETE FROM enrolment_secrets WHERE used_by = '${station}'`);
  await rawSql(store, `DELETE FROM stations WHERE id = '${station}'`);
}
