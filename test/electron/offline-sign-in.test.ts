import Database from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { vaultFile } from '../../electron/vault/database.ts';
import { auditEntries } from '../server/audit-chain.ts';
import { type House, openHouse } from '../server/house.ts';
import { rawSql } from '../server/raw-sql.ts';
import {
  type Appointed,
  appointControllers,
  controllersDesk,
  ines,
  jan,
  serialOf,
  signIn,
} from './controllers-house.ts';
import { type DeskAtWork, until } from './desk-at-work.ts';
import { failureOf } from './failure-of.ts';
import { type FaultProxy, faultProxy } from './fault-proxy.ts';
import { checkVaultAt } from './invariants.ts';

let time = new Date('2026-11-21T08:00:00Z');
const now = () => time;
const dayMs = 86_400_000;
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
  time = new Date(time.getTime() + 3_600_000);
});

const wrong = { code: 'controller/wrong', context: {} };
const state = async (at: DeskAtWork) => (await at.ask('app/state')).atDesk;
const delivered = (at: DeskAtWork) =>
  until(async () => ((await at.ask('sync/state')).waiting === 0 ? true : undefined));

/** A desk where Ines signed in once, with the server away from then on. */
async function away(options = {}): Promise<DeskAtWork> {
  const at = await controllersDesk(await proxy.code(), { trial: { now, ...options } });
  await signIn(at, ines, here.touch(ines));
  await at.ask('controllers/sign-out');
  proxy.fault = 'nothing';
  return at;
}
const reopened = (at: DeskAtWork, options = {}) =>
  controllersDesk(undefined, { directory: at.directory, trial: { now, ...options } });
/** What the server has of sign-ins that a desk let in by itself. */
const told = async () =>
  (await auditEntries(house.server.installation.store)).filter(({ detail }) => detail.what === 'signed in offline');

test('lets in by what the server left, each code once, and the server moves its counter past them', async () => {
  const at = await away();
  const before = (await told()).length;
  const first = here.touch(ines);
  expect(await signIn(at, ines, first)).toMatchObject({ state: 'in', name: ines, offline: true, codesAhead: 29 });
  await at.ask('controllers/sign-out');
  expect(await failureOf(signIn(at, ines, first))).toEqual(wrong);
  // A touch in between that went elsewhere: that code is dead, the one after it is not.
  const skipped = here.touch(ines);
  expect(await signIn(at, ines, here.touch(ines))).toMatchObject({ offline: true, codesAhead: 27 });
  await at.ask('controllers/sign-out');
  expect(await failureOf(signIn(at, ines, skipped))).toEqual(wrong);
  expect(await here.counterOf(ines)).toBe(1);

  proxy.fault = 'pass';
  await at.ask('sync/send-now');
  await delivered(at);
  expect(await here.counterOf(ines)).toBe(4);
  expect((await told()).length - before).toBe(2);
  expect(await signIn(at, ines, here.touch(ines))).toMatchObject({ offline: false, codesAhead: 30 });
  await at.desk.close();
  await checkVaultAt(at.directory);
});

test('somebody whom the server let in has what waits sent at once, however long it was away', async () => {
  const at = await away();
  await signIn(at, ines, here.touch(ines));
  await at.ask('controllers/sign-out');
  // Eight times in vain, and the next attempt is half a minute off at least.
  for (let times = 0; times < 8; times += 1) await at.ask('sync/send-now');
  expect(await at.ask('sync/state')).toMatchObject({ waiting: 1, online: false, sending: false });

  proxy.fault = 'pass';
  expect(await signIn(at, ines, here.touch(ines))).toMatchObject({ offline: false });
  const { sending, waiting } = await at.ask('sync/state');
  expect(sending || waiting === 0).toBe(true);
  await delivered(at);
  await at.desk.close();
});

test('says the same of a wrong password and a wrong code, after as many looks', async () => {
  const at = await away();
  const code = here.touch(ines);
  expect(await failureOf(signIn(at, ines, code, 'guessed'))).toEqual(wrong);
  expect(await failureOf(signIn(at, ines, '000000'))).toEqual(wrong);
  expect(await failureOf(signIn(at, ines, '000000', 'guessed'))).toEqual(wrong);
  expect(await signIn(at, ines, code)).toMatchObject({ state: 'in' });
  await at.desk.close();
});

test('of two who bring the same code at once one is let in', async () => {
  const at = await away();
  const code = here.touch(ines);
  const came = await Promise.allSettled([signIn(at, ines, code), signIn(at, ines, code)]);
  expect(came.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  await at.desk.close();
});

test('a used code stays used when the app ends right after, and when it ends in the middle', async () => {
  const at = await away();
  const code = here.touch(ines);
  await signIn(at, ines, code);
  await at.desk.close();
  const again = await reopened(at);
  expect(await failureOf(signIn(again, ines, code))).toEqual(wrong);
  await again.desk.close();

  // The power goes at any point of the way in: the code is used and on its way, or nothing is, never used and let in twice.
  const places: string[] = [];
  const watched = await reopened(at, { crashPoint: (name: string) => places.push(name) });
  places.length = 0;
  await signIn(watched, ines, here.touch(ines));
  await watched.desk.close();
  const points = [...new Set(places)].filter((name) => /controller|signed in offline/.test(name));
  expect(points.length).toBeGreaterThan(1);
  for (const point of points) {
    const lost = here.touch(ines);
    const crashing = await reopened(at, {
      crashPoint: (name: string) => {
        if (name === point) throw new Error('the power went');
      },
    });
    await signIn(crashing, ines, lost).catch(() => {});
    const isIn = (await state(crashing)).state === 'in';
    expect(isIn).toBe(false);
    await crashing.desk.close();
    const after = await reopened(at);
    const committed = point.startsWith('after act/');
    const outcome = await signIn(after, ines, lost).then(
      () => 'in',
      () => 'refused',
    );
    expect([point, outcome]).toEqual([point, committed ? 'refused' : 'in']);
    await after.desk.close();
  }
  await checkVaultAt(at.directory);
  proxy.fault = 'pass';
  const last = await reopened(at);
  await last.ask('sync/send-now');
  await delivered(last);
  await last.desk.close();
});

test('waits longer and longer after five wrong tries, also after a restart, and then asks for the server', async () => {
  const at = await away();
  for (let tries = 0; tries < 5; tries += 1) expect(await failureOf(signIn(at, ines, '000000'))).toEqual(wrong);
  const waits = { code: 'controller/too-often', context: { minutes: 1 } };
  expect(await failureOf(signIn(at, ines, '000000'))).toEqual(waits);
  await at.desk.close();
  const again = await reopened(at);
  expect(await failureOf(signIn(again, ines, here.touch(ines)))).toEqual(waits);
  time = new Date(time.getTime() + 61_000);
  expect(await failureOf(signIn(again, ines, '000000'))).toEqual(wrong);
  expect(await failureOf(signIn(again, ines, '000000'))).toMatchObject({ context: { minutes: 2 } });
  // Putting the clock back does not help.
  time = new Date(time.getTime() - 1_000_000);
  expect(await failureOf(signIn(again, ines, '000000'))).toMatchObject({ code: 'controller/too-often' });
  time = new Date(time.getTime() + 1_000_000);
  await again.desk.close();
  const vault = new Database(vaultFile(at.directory));
  vault.exec('UPDATE desk_controllers SET wrong = 19');
  vault.close();
  const last = await reopened(at);
  time = new Date(time.getTime() + 3_600_000);
  expect(await failureOf(signIn(last, ines, '000000'))).toEqual(wrong);
  time = new Date(time.getTime() + 3_600_000);
  const why = { code: 'controller/not-offline', context: { controller: ines, reason: 'spent' } };
  expect(await failureOf(signIn(last, ines, here.touch(ines)))).toEqual(why);
  proxy.fault = 'pass';
  expect(await signIn(last, ines, here.touch(ines))).toMatchObject({ offline: false, codesAhead: 30 });
  await last.desk.close();
});

test.each([
  ['after two weeks', 14 * dayMs + 60_000],
  ['when the clock was put back by a day', -dayMs],
])('lets nobody in without the server %s', async (_, byMs) => {
  const at = await away();
  time = new Date(time.getTime() + byMs);
  expect(await failureOf(signIn(at, ines, here.touch(ines)))).toMatchObject({
    code: 'controller/not-offline',
    context: { reason: 'expired' },
  });
  time = new Date(time.getTime() - byMs);
  await at.desk.close();
});

test('lets nobody in without the server who never was here, or whose token does not count', async () => {
  const at = await away();
  expect(await failureOf(signIn(at, jan, here.touch(jan)))).toMatchObject({ context: { reason: 'never' } });
  proxy.fault = 'pass';
  const { store } = house.server.installation;
  await signIn(at, 'root', '', 'a long password');
  await at.ask('controllers/sign-out');
  proxy.fault = 'nothing';
  const noCounter = { code: 'controller/not-offline', context: { reason: 'uncounted' } };
  expect(await failureOf(signIn(at, 'root', '', 'a long password'))).toMatchObject(noCounter);
  expect(await store.credentials.bySerial(serialOf(ines))).toBeDefined();
  await at.desk.close();
});

test('a right that was lent until yesterday is over, also while the server is away', async () => {
  const admin = await here.admin();
  const [today, tomorrow] = [0, 1].map((days) => new Date(time.getTime() + days * dayMs).toISOString().slice(0, 10));
  await admin.remove(`/trust/groups/controllers/members?user=${jan}`);
  const lent = { user: jan, lent_by: ines, first_day: today ?? '', last_day: today ?? '' };
  expect((await admin.post('/trust/offices/madrid/controllers', lent)).status).toBe(200);
  const at = await controllersDesk(await proxy.code(), { trial: { now } });
  await signIn(at, jan, here.touch(jan));
  await at.ask('guidelines/confirm', { version: (await at.ask('guidelines/get')).version });
  proxy.fault = 'nothing';
  const late = new Date(`${tomorrow}T00:10:00Z`);
  const before = time;
  time = late;
  expect(await failureOf(at.ask('ceremony/begin'))).toMatchObject({
    code: 'ceremony/check-missing',
  });
  await at.ask('controllers/sign-out');
  const tooLate = here.touch(jan);
  expect(await failureOf(signIn(at, jan, tooLate, 'guessed'))).toEqual(wrong);
  expect(await failureOf(signIn(at, jan, tooLate))).toMatchObject({ code: 'controller/no-right' });
  expect(await failureOf(signIn(at, jan, tooLate))).toEqual(wrong);
  expect(await state(at)).toMatchObject({ state: 'out' });
  time = before;
  await admin.post('/trust/groups/controllers/members', { user: jan });
  await at.desk.close();
  const vault = new Database(vaultFile(at.directory), { readonly: true });
  const kept = vault.prepare<[], { record: string }>('SELECT record FROM records').all();
  vault.close();
  expect(kept.filter(({ record }) => record.includes('signed in offline'))).toEqual([]);
});

test('a loan rests at the desk as soon as it hears that its lender controls trust no more', async () => {
  const admin = await here.admin();
  const today = time.toISOString().slice(0, 10);
  await admin.remove(`/trust/groups/controllers/members?user=${jan}`);
  const lent = { user: jan, lent_by: ines, first_day: today, last_day: today };
  expect((await admin.post('/trust/offices/madrid/controllers', lent)).status).toBe(200);
  const at = await controllersDesk(await proxy.code(), { trial: { now } });
  await signIn(at, jan, here.touch(jan));
  await admin.remove(`/trust/groups/controllers/members?user=${ines}`);
  await at.ask('sync/send-now');
  expect(await state(at)).toMatchObject({ state: 'out', ended: 'right ended' });
  proxy.fault = 'nothing';
  expect(await failureOf(signIn(at, jan, here.touch(jan)))).toMatchObject({ code: 'controller/no-right' });
  proxy.fault = 'pass';
  for (const user of [ines, jan]) await (await here.admin()).post('/trust/groups/controllers/members', { user });
  await at.desk.close();
});

test('a server that came back from a backup hears again what it had heard, and takes no used code', async () => {
  const at = await away();
  const { store } = house.server.installation;
  const [kept] = await rawSql<{ counter: number }>(store, `SELECT counter FROM credentials WHERE serial = 'INES'`);
  const used = here.touch(ines);
  await signIn(at, ines, used);
  proxy.fault = 'pass';
  await at.ask('sync/send-now');
  await delivered(at);
  // The backup was made before: the record is gone and the counter is back.
  const station = (await at.ask('app/state')).station?.id ?? '';
  const guards = await rawSql<{ name: string }>(
    store,
    `SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'records' AND sql LIKE '%append-only%'`,
  );
  for (const { name } of guards) await rawSql(store, `DROP TRIGGER ${name}`);
  await rawSql(store, `DELETE FROM records WHERE station = '${station}'`);
  await rawSql(store, `UPDATE stations SET last_sequence = 0, last_hash = '${'0'.repeat(64)}' WHERE id = '${station}'`);
  await rawSql(store, `UPDATE credentials SET counter = ${kept?.counter} WHERE serial = 'INES'`);
  await at.ask('guidelines/confirm', { version: (await at.ask('guidelines/get')).version });
  await at.ask('sync/send-now');
  await delivered(at);
  expect(await here.counterOf(ines)).toBeGreaterThan(Number(kept?.counter));
  await at.ask('controllers/sign-out');
  expect(await failureOf(signIn(at, ines, used))).toEqual(wrong);
  await at.desk.close();
});

const nothingKept = { code: 'controller/not-offline', context: { controller: ines, reason: 'never' } };

test('a token that the server suspended lets nobody in while it is away, once the desk has heard of it', async () => {
  const at = await away();
  const admin = await here.admin();
  expect((await admin.post('/token/disable', { serial: serialOf(ines) })).status).toBe(200);
  proxy.fault = 'pass';
  await at.ask('sync/send-now');
  proxy.fault = 'nothing';
  expect(await failureOf(signIn(at, ines, here.touch(ines)))).toEqual(nothingKept);
  proxy.fault = 'pass';
  await admin.post('/token/enable', { serial: serialOf(ines) });
  expect(await signIn(at, ines, here.touch(ines))).toMatchObject({ offline: false, codesAhead: 30 });
  await at.desk.close();
});

test('a token that was reported lost at this desk lets nobody in here, before the server has heard', async () => {
  const at = await away();
  await at.desk.close();
  const vault = new Database(vaultFile(at.directory));
  vault.exec(`UPDATE server_tokens SET token = '20999001' WHERE serial = '${serialOf(ines)}'`);
  vault.close();
  proxy.fault = 'pass';
  const again = await reopened(at);
  await signIn(again, 'root', '', 'a long password');
  proxy.fault = 'nothing';
  await again.ask('acts/report-lost', { token: '20999001', note: '' });
  await again.ask('controllers/sign-out');
  expect(await failureOf(signIn(again, ines, here.touch(ines)))).toEqual(nothingKept);
  await again.desk.close();
  proxy.fault = 'pass';
});

test.each([
  ['no token', () => here.admin().then((admin) => admin.post('/token/disable', { serial: serialOf(ines) }))],
  ['no right', () => here.admin().then((admin) => admin.remove(`/trust/groups/controllers/members?user=${ines}`))],
])('whom the server refused for "%s" is not let in without it either', async (why, lose) => {
  const at = await away();
  await lose();
  proxy.fault = 'pass';
  const refusal = { code: `controller/${why.replace(' ', '-')}` };
  expect(await failureOf(signIn(at, ines, here.touch(ines)))).toMatchObject(refusal);
  proxy.fault = 'nothing';
  expect(await failureOf(signIn(at, ines, here.touch(ines)))).toEqual(nothingKept);
  await at.desk.close();
  const admin = await here.admin();
  await admin.post('/token/enable', { serial: serialOf(ines) });
  await admin.post('/trust/groups/controllers/members', { user: ines });
});
