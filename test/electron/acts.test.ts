import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { credentialSerial, type TokenSerial } from '../../domain/token.ts';
import { vaultFile } from '../../electron/vault/database.ts';
import { type Administration, administration } from '../server/administration.ts';
import { type House, openHouse } from '../server/house.ts';
import { rawSql } from '../server/raw-sql.ts';
import { deskAtWork, plugIn, touch, until, walk } from './desk-at-work.ts';
import { failureOf } from './failure-of.ts';
import { type FaultProxy, faultProxy } from './fault-proxy.ts';
import { type HouseDesk, houseDesk } from './house-desk.ts';
import { checkVaultAt } from './invariants.ts';

let house: House;
let proxy: FaultProxy;
let admin: Administration;
beforeAll(async () => {
  house = await openHouse();
  proxy = await faultProxy(house);
  admin = await administration(house);
  await admin.post('/trust/offices/madrid', { name: 'Madrid' });
});
afterAll(async () => {
  await proxy?.close();
  await house?.close();
});

const delivery = (at: HouseDesk, record: string) =>
  until(async () => {
    const row = await at.ask('records/get', { id: record });
    return row.delivery === 'waiting' ? undefined : row;
  });
const onServer = (serial: string) => house.server.installation.store.tokens.find(serial);
const personOf = async (at: HouseDesk, username: string) => {
  const found = (await at.ask('people/search', { query: username, limit: 1 })).rows[0];
  if (found === undefined) throw new Error(`${username} is known`);
  return found;
};

/** A desk whose token has just been issued to the first person, and what is known of it. */
async function issued(): Promise<{ at: HouseDesk; serial: TokenSerial; username: string }> {
  const at = await houseDesk({ ...house, code: proxy.code });
  const done = await walk(at, 'done');
  await delivery(at, done.outcome?.record ?? '');
  await at.ask('ceremony/close');
  await at.ask('sync/send-now');
  const { token, holder } = done;
  if (token === undefined || holder === undefined) throw new Error('a token was issued');
  return { at, serial: token.serial, username: holder.username };
}

/** Whether the server lets the token in: it types the code itself. */
async function lets(at: HouseDesk, serial: TokenSerial): Promise<boolean> {
  const pass = await touch(at);
  const fields = { serial: credentialSerial(serial, 1, 'hotp'), pass: `tulip-47${pass}` };
  return (await house.client.form('/validate/check', fields)).json.result.value === true;
}

async function ends(at: HouseDesk): Promise<void> {
  proxy.fault = 'pass';
  await at.desk.close();
  await checkVaultAt(at.directory);
}

test('a token in the port that is withdrawn lets nobody in from then on, and is delivered once', async () => {
  const { at, serial, username } = await issued();
  expect(await lets(at, serial)).toBe(true);
  expect(await at.ask('acts/foresee', { act: 'withdraw', token: serial })).toMatchObject({
    isHere: true,
    state: 'issued',
    person: { username },
    after: 'password alone',
    problem: null,
  });
  const { record } = await at.ask('acts/withdraw', { token: serial, reason: 'leaves', note: ' last day ' });
  expect((await delivery(at, record)).delivery).toBe('delivered');
  expect(await lets(at, serial)).toBe(false);
  expect(await onServer(serial)).toMatchObject({ state: 'returned' });
  expect((await at.ask('records/get', { id: record })).record).toMatchObject({
    kind: 'act',
    act: { what: 'withdrawn', inHand: true, reason: 'leaves' },
    reason: 'last day',
  });
  expect(await failureOf(at.ask('acts/withdraw', { token: serial, reason: 'leaves', note: '' }))).toMatchObject({
    code: 'act/nobodys',
  });
  await ends(at);
});

test('a token that is away is withdrawn as revoked, and this desk hands it to nobody', async () => {
  const { at, serial } = await issued();
  await at.ask('practice/pull-out');
  const { record } = await at.ask('acts/withdraw', { token: serial, reason: 'misused', note: '' });
  await delivery(at, record);
  await at.ask('sync/send-now');
  expect(await onServer(serial)).toMatchObject({ state: 'revoked' });
  await plugIn(at);
  expect((await at.ask('tokens/attached')).tokens[0]?.standing).toEqual({ kind: 'unavailable', state: 'revoked' });
  await ends(at);
});

test('a loss counts at this desk before the server has heard, and there once it has', async () => {
  const { at, serial, username } = await issued();
  const foreseen = await at.ask('acts/foresee', { act: 'report-lost', token: serial });
  expect(foreseen).toMatchObject({ after: 'code wanted', problem: null });
  proxy.fault = 'page of HTML';
  const { record } = await at.ask('acts/report-lost', { token: serial, note: 'train' });
  const [here] = (await at.ask('tokens/attached')).tokens;
  expect(here?.standing).toEqual({ kind: 'unavailable', state: 'lost' });
  expect((await personOf(at, username)).tokens).toEqual([]);
  // It was issued here all the same.
  expect(await at.ask('desk/home')).toMatchObject({ issuedToday: 1, stock: { issuedHere: 1 } });
  expect((await at.ask('records/get', { id: record })).delivery).toBe('waiting');
  expect(await lets(at, serial)).toBe(true);
  proxy.fault = 'pass';
  await at.ask('sync/send-now');
  expect((await delivery(at, record)).delivery).toBe('delivered');
  expect(await lets(at, serial)).toBe(false);
  expect((await at.ask('tokens/attached')).tokens[0]?.standing).toEqual({ kind: 'unavailable', state: 'lost' });

  const [office] = (await at.ask('acts/foresee', { act: 'take-back', token: serial })).offices;
  const back = await at.ask('acts/take-back', { token: serial, office: office?.id ?? '' });
  expect((await delivery(at, back.record)).delivery).toBe('delivered');
  expect(await onServer(serial)).toMatchObject({ state: 'returned', office: 'madrid' });
  await at.ask('sync/send-now');
  expect((await at.ask('tokens/attached')).tokens[0]?.standing.kind).toMatch(/ready|occupied/);

  const scrapped = await at.ask('acts/scrap', { token: serial, office: 'madrid', note: 'bent' });
  expect((await delivery(at, scrapped.record)).delivery).toBe('delivered');
  expect(await onServer(serial)).toMatchObject({ state: 'scrapped' });
  await ends(at);
});

test('an act whose reply was lost is delivered once', async () => {
  const { at, serial } = await issued();
  proxy.fault = 'lose the reply';
  const { record } = await at.ask('acts/report-lost', { token: serial, note: '' });
  await until(async () => ((await onServer(serial))?.state === 'lost' ? true : undefined));
  proxy.fault = 'pass';
  await at.ask('sync/send-now');
  expect((await delivery(at, record)).delivery).toBe('delivered');
  const { store } = house.server.installation;
  const rows = await rawSql<{ subject: string }>(store, `SELECT subject FROM audit WHERE action = 'record/act'`);
  expect(rows.filter(({ subject }) => subject === record)).toHaveLength(1);
  await ends(at);
});

test('a withdrawal that the server disputes says why, and the server’s word counts again', async () => {
  const { at, serial, username } = await issued();
  const { store } = house.server.installation;
  const other = await house.personId('jan.vandenberg');
  await rawSql(
    store,
    `UPDATE credentials SET owner_id = ${other} WHERE serial = '${credentialSerial(serial, 1, 'hotp')}'`,
  );
  const { record } = await at.ask('acts/withdraw', { token: serial, reason: 'other', note: '' });
  const row = await delivery(at, record);
  expect(row).toMatchObject({ delivery: 'refused', failure: { context: { reason: expect.stringContaining('jan') } } });
  await at.ask('sync/send-now');
  expect((await at.ask('tokens/attached')).tokens[0]?.standing).toEqual({
    kind: 'issued',
    holder: expect.stringContaining('Jan'),
  });
  expect((await personOf(at, username)).tokens).toEqual([]);
  expect((await personOf(at, 'jan.vandenberg')).tokens).toHaveLength(1);
  await ends(at);
});

test('a loss that was reported at another desk is refused here too', async () => {
  const { at, serial } = await issued();
  const there = await house.enrol('There');
  const holder = { realm: 'office', username: 'nobody', userId: '' };
  await rawSql(
    house.server.installation.store,
    `UPDATE credentials SET owner_id = NULL WHERE token_serial = '${serial}'`,
  );
  const act = { what: 'reported lost', holder, token: serial, note: '' } as const;
  await there.put(there.sign({ ...there.base(), controller: 'root', kind: 'act', act, reason: '' }));
  expect(await onServer(serial)).toMatchObject({ state: 'lost' });
  await at.ask('sync/send-now');
  expect((await at.ask('tokens/attached')).tokens[0]?.standing).toEqual({ kind: 'unavailable', state: 'lost' });
  await ends(at);
});

test('a loss outlives the vault it was written in: the salvaged one refuses the token and tells the server', async () => {
  const { at, serial } = await issued();
  proxy.fault = 'page of HTML';
  const { record } = await at.ask('acts/report-lost', { token: serial, note: '' });
  await at.desk.close();
  const file = vaultFile(at.directory);
  writeFileSync(file, Buffer.from(readFileSync(file)).fill(0xa5, 4096));
  const { token } = at;
  token.powerDown();
  const back = await deskAtWork({ directory: at.directory, trial: { emulatedToken: () => token } });
  await back.ask('vault/salvage');
  await plugIn(back);
  expect((await back.ask('tokens/attached')).tokens[0]?.standing).toEqual({ kind: 'unavailable', state: 'lost' });
  proxy.fault = 'pass';
  await back.ask('sync/send-now');
  expect((await back.ask('records/get', { id: record })).delivery).toBe('delivered');
  expect(await onServer(serial)).toMatchObject({ state: 'lost' });
  await back.desk.close();
});

test('nobody withdraws their own token; somebody whose token is required would be locked out', async () => {
  const { at, serial, username } = await issued();
  await admin.post('/trust/groups/controllers', { name: 'Controllers', allow: 'control_trust' });
  await admin.post('/trust/groups/controllers/members', { user: `${username}@office` });
  await admin.post('/trust/offices/madrid/controllers', { user: `${username}@office` });
  await admin.post('/trust/groups/gated', { name: 'Gated', allow: 'require_token' });
  await admin.post('/trust/groups/gated/members', { user: `${username}@office` });
  await rawSql(
    house.server.installation.store,
    `UPDATE credentials SET owner_id = NULL WHERE token_serial <> '${serial}'`,
  );
  await at.ask('sync/send-now');
  expect(await at.ask('acts/foresee', { act: 'withdraw', token: serial })).toMatchObject({ after: 'locked out' });
  await at.ask('app/set-settings', { controller: `${username}@office` });
  expect(await at.ask('acts/foresee', { act: 'withdraw', token: serial })).toMatchObject({
    problem: { code: 'act/oneself' },
  });
  expect(await failureOf(at.ask('acts/withdraw', { token: serial, reason: 'leaves', note: '' }))).toMatchObject({
    code: 'act/oneself',
  });
  expect(await failureOf(at.ask('acts/scrap', { token: serial, office: 'madrid', note: '' }))).toMatchObject({
    code: 'act/no-right',
  });
  await at.ask('app/set-settings', { controller: 'mallory' });
  expect(await failureOf(at.ask('acts/report-lost', { token: serial, note: '' }))).toMatchObject({
    code: 'act/no-right',
  });
  await ends(at);
});

test('a token of somebody of another office is taken back there, not here', async () => {
  const { at, serial, username } = await issued();
  const { office } = await personOf(at, username);
  expect(office).not.toBe('Madrid');
  await admin.post('/trust/offices/theirs', { name: office });
  await admin.post('/trust/groups/controllers', { name: 'Controllers', allow: 'control_trust' });
  await admin.post('/trust/groups/controllers/members', { user: 'hana.novakova@office' });
  await admin.post('/trust/offices/madrid/controllers', { user: 'hana.novakova@office' });
  await at.ask('sync/send-now');
  await at.ask('app/set-settings', { controller: 'hana.novakova@office' });
  const outside = { code: 'controller/own-office', context: { office } };
  expect(await at.ask('acts/foresee', { act: 'take-back', token: serial })).toMatchObject({ problem: outside });
  expect(await failureOf(at.ask('acts/take-back', { token: serial, office: 'madrid' }))).toMatchObject(outside);
  await admin.remove('/trust/offices/theirs');
  await at.ask('sync/send-now');
  expect(await at.ask('acts/foresee', { act: 'take-back', token: serial })).toMatchObject({ problem: null });
  await ends(at);
});

test('what somebody has is not scrapped, and what a ceremony is at work on is left alone', async () => {
  const { at, serial } = await issued();
  expect(await at.ask('acts/foresee', { act: 'scrap', token: serial })).toMatchObject({
    problem: { code: 'act/somebodys' },
  });
  const { record } = await at.ask('acts/withdraw', { token: serial, reason: 'faulty', note: '' });
  await delivery(at, record);
  await at.ask('sync/send-now');
  await walk(at, 'program', { overwrite: serial.slice(-4) });
  const [office] = (await at.ask('acts/foresee', { act: 'take-back', token: serial })).offices;
  expect(await failureOf(at.ask('acts/take-back', { token: serial, office: office?.id ?? '' }))).toMatchObject({
    code: 'ceremony/not-now',
  });
  expect(await failureOf(at.ask('acts/scrap', { token: serial, office: office?.id ?? '', note: '' }))).toMatchObject({
    code: 'ceremony/not-now',
  });
  await ends(at);
});

test('a token that is brought back proves itself by a touch: the server knows its code, and no other will do', async () => {
  const { at, serial, username } = await issued();
  const [office] = (await at.ask('acts/foresee', { act: 'take-back', token: serial })).offices;
  const request = { token: serial, office: office?.id ?? '' };
  expect(await at.ask('acts/foresee', { act: 'take-back', token: serial })).toMatchObject({
    person: { username },
    problem: null,
  });
  const wrong = { typed: '000000', longestGapMs: 8 };
  expect(await failureOf(at.ask('acts/take-back', { ...request, typed: wrong }))).toMatchObject({ code: 'code/wrong' });
  const byHand = { typed: await touch(at), longestGapMs: 900 };
  expect(await failureOf(at.ask('acts/take-back', { ...request, typed: byHand }))).toMatchObject({
    code: 'code/by-hand',
  });
  expect(await lets(at, serial)).toBe(true);
  const { record } = await at.ask('acts/take-back', { ...request, typed: { typed: await touch(at), longestGapMs: 8 } });
  expect((await delivery(at, record)).delivery).toBe('delivered');
  expect((await at.ask('records/get', { id: record })).record).toMatchObject({ act: { proven: true, byCode: true } });
  expect(await onServer(serial)).toMatchObject({ state: 'returned', office: office?.id });
  expect(await lets(at, serial)).toBe(false);
  await ends(at);
});
