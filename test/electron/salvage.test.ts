import {
  appendFileSync,
  cpSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { closeVault, openVault, vaultFile } from '../../electron/vault/database.ts';
import { journalFile, readJournal } from '../../electron/vault/records-journal.ts';
import { type House, openHouse } from '../server/house.ts';
import {
  bytes,
  type DeskAtWork,
  deskAtWork,
  keystore,
  newDirectory,
  pin,
  plugIn,
  setUp,
  touch,
  until,
  walk,
} from './desk-at-work.ts';
import { failureOf } from './failure-of.ts';
import { type FaultProxy, faultProxy } from './fault-proxy.ts';
import { type HouseDesk, houseDesk } from './house-desk.ts';
import { checkVaultAt } from './invariants.ts';

let house: House;
let proxy: FaultProxy;
beforeAll(async () => {
  house = await openHouse();
  proxy = await faultProxy(house);
});
afterEach(comeBack);
afterAll(async () => {
  await proxy?.close();
  await house?.close();
});

let isAway = false;
async function comeBack(): Promise<void> {
  if (isAway) await proxy.comeBack();
  isAway = false;
}

/** A desk that delivered a refusal, and then issued a token while its server was away. */
async function deskWithUndelivered(): Promise<HouseDesk & { readonly issued: string; readonly user: string }> {
  const at = await houseDesk({ ...house, code: proxy.code });
  await walk(at, 'checks');
  await at.ask('ceremony/refuse', { reason: 'not entitled', note: '' });
  await until(async () => ((await at.ask('sync/state')).waiting === 0 ? true : undefined));
  await at.ask('ceremony/close');
  await proxy.goAway();
  isAway = true;
  const done = await walk(at, 'done');
  return Object.assign(at, { issued: done.outcome?.record ?? '', user: done.holder?.username ?? '' });
}

async function delivers(at: DeskAtWork, id: string): Promise<void> {
  await comeBack();
  await at.ask('sync/send-now');
  await until(async () => ((await at.ask('records/get', { id })).delivery === 'delivered' ? true : undefined));
  expect((await house.server.installation.store.records.find(id))?.id).toBe(id);
}

/** The files as a power failure now would leave them. */
function image(directory: string): string {
  const copy = newDirectory();
  cpSync(directory, copy, { recursive: true });
  return copy;
}

const failureAt = async (directory: string) => {
  const at = await deskAtWork({ directory });
  const { phase, failure } = await at.ask('app/state');
  return { at, phase, failure };
};

test('a broken vault is put aside, and its undelivered record is brought back, delivered, and good for a login', async () => {
  const at = await deskWithUndelivered();
  await at.desk.close();
  const file = vaultFile(at.directory);
  const broken = Buffer.from(readFileSync(file)).fill(0xa5, 4096);
  writeFileSync(file, broken);
  const { at: back, phase, failure } = await failureAt(at.directory);
  expect({ phase, failure }).toMatchObject({
    phase: 'failed',
    failure: { code: 'vault/corrupt', context: { file, journal: journalFile(at.directory), records: 2 } },
  });
  await back.ask('vault/salvage');
  expect(await back.ask('app/state')).toMatchObject({ phase: 'ready', failure: null });
  const aside = readdirSync(at.directory).filter((name) => /^vault-broken-\d{14}\.sqlite$/.test(name));
  expect(aside).toHaveLength(1);
  expect(readFileSync(join(at.directory, aside[0] ?? '')).equals(broken)).toBe(true);
  await delivers(back, at.issued);
  expect((await back.ask('records/list', { query: '', limit: 9 })).rows.map(({ delivery }) => delivery)).toEqual([
    'delivered',
    'delivered',
  ]);
  expect((await back.ask('desk/home')).stock.issuedHere).toBe(1);

  // The same station goes on in the same chain.
  await walk(back, 'checks');
  const next = await back.ask('ceremony/refuse', { reason: 'not entitled', note: '' });
  await delivers(back, next.outcome?.record ?? '');
  expect((await back.ask('records/get', { id: next.outcome?.record ?? '' })).sequence).toBe(3);
  await back.desk.close();
  const again = await failureAt(at.directory);
  expect(again.phase).toBe('ready');
  await again.at.desk.close();

  at.token.powerDown();
  const held = await deskAtWork({ directory: at.directory, trial: { emulatedToken: () => at.token } });
  await plugIn(held);
  const body = new URLSearchParams({ user: at.user, realm: 'office', pass: `${pin}${await touch(held)}` }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const login = JSON.parse((await house.client.send('POST', '/validate/check', { body, headers })).text);
  expect(login.result.value).toBe(true);
  await held.desk.close();
});

test('a log that was deleted is noticed by what it held, and what it held is brought back', async () => {
  const at = await deskWithUndelivered();
  const copy = image(at.directory);
  await at.desk.close();
  rmSync(`${vaultFile(copy)}-wal`);
  const { at: back, failure } = await failureAt(copy);
  expect(failure).toMatchObject({ code: 'vault/corrupt', context: { found: 'records missing', at: 2, records: 2 } });
  await back.ask('vault/salvage');
  await delivers(back, at.issued);
  await back.desk.close();
});

test('a salvage that was cut off anywhere is done again, and never writes over what is broken', async () => {
  const at = await deskWithUndelivered();
  await at.desk.close();
  const file = vaultFile(at.directory);
  truncateSync(file, 5000);
  // As if the power failed after the broken file was moved and before the new one was in its place.
  renameSync(file, join(at.directory, 'vault-broken-20260101000000.sqlite'));
  cpSync(join(at.directory, 'vault-broken-20260101000000.sqlite'), join(at.directory, 'salvage', 'vault.sqlite'));
  const { at: back, failure } = await failureAt(at.directory);
  expect(failure).toMatchObject({ code: 'vault/corrupt', context: { found: 'nothing', records: 2 } });
  await back.ask('vault/salvage');
  await delivers(back, at.issued);
  await back.desk.close();
  expect(readdirSync(at.directory)).toContain('vault-broken-20260101000000.sqlite');
  expect(readdirSync(at.directory)).not.toContain('salvage');
});

test('no other file’s loss or damage loses a record or keeps the vault shut', async () => {
  const at = await deskWithUndelivered();
  await at.desk.close();
  const journal = journalFile(at.directory);
  const whole = readFileSync(journal);
  const damages: readonly (() => void)[] = [
    () => rmSync(journal),
    () => truncateSync(journal, whole.length - 20),
    () => writeFileSync(journal, Buffer.from(whole).fill(0x61, whole.length - 900, whole.length - 800)),
    () => appendFileSync(journal, 'half a line'),
    () => rmSync(join(at.directory, 'station.key')),
    () => writeFileSync(join(at.directory, 'station.key'), 'x'),
    () => rmSync(join(at.directory, 'vault.reserve')),
  ];
  for (const damage of damages) {
    damage();
    const { at: back, phase } = await failureAt(at.directory);
    expect(phase).toBe('ready');
    await back.desk.close();
    expect(readJournal(at.directory).records.map(({ record }) => record.sequence)).toEqual([1, 2]);
    expect(readFileSync(join(at.directory, 'station.key'), 'utf8')).toContain('"version":1');
  }
  await checkVaultAt(at.directory);
});

test('a record that this station did not sign is not brought back', async () => {
  const at = await deskWithUndelivered();
  await at.desk.close();
  const journal = journalFile(at.directory);
  await comeBack();
  const other = await deskWithUndelivered();
  await other.desk.close();
  writeFileSync(journal, readFileSync(journalFile(other.directory)));
  const { at: back, failure } = await failureAt(at.directory);
  expect(failure).toMatchObject({ code: 'vault/corrupt', context: { records: 0 } });
  await back.desk.close();
});

test('a passphrase opens the salvaged vault as it opened the broken one', async () => {
  const directory = newDirectory();
  const at = await deskAtWork({ directory, keystore: undefined });
  await setUp(at, await house.code());
  await walk(at, 'checks');
  await at.ask('ceremony/refuse', { reason: 'not entitled', note: '' });
  await at.desk.close();
  truncateSync(vaultFile(directory), 0);
  const back = await deskAtWork({ directory, keystore: undefined });
  await back.ask('vault/salvage');
  expect((await back.ask('app/state')).phase).toBe('locked');
  await back.ask('vault/unlock', { passphrase: bytes('a passphrase nobody guesses') });
  expect((await back.ask('records/list', { query: '', limit: 9 })).total).toBe(1);
  await back.desk.close();
});

test('nothing but a broken vault can be salvaged', async () => {
  const at = await deskAtWork();
  expect(await failureOf(at.ask('vault/salvage'))).toMatchObject({ code: 'vault/failed' });
  await setUp(at);
  expect(await failureOf(at.ask('vault/salvage'))).toMatchObject({ code: 'vault/failed' });
  const refusing = { ...keystore, unwrap: () => Promise.reject(new Error('the keyring is locked')) };
  await at.desk.close();
  const locked = await deskAtWork({ directory: at.directory, keystore: refusing });
  expect(await failureOf(locked.ask('vault/salvage'))).toMatchObject({ code: 'vault/failed' });
  await locked.desk.close();
});

test('a byte of the audit or of a record that changed, was dropped, put elsewhere or cut off is found and located', async () => {
  const at = await deskWithUndelivered();
  await at.desk.close();
  const whole = image(at.directory);
  const drop =
    'DROP TRIGGER audit_stays; DROP TRIGGER audit_lasts; DROP TRIGGER records_stay; DROP TRIGGER records_last;';
  const changes: readonly (readonly [string, object])[] = [
    [
      `UPDATE audit SET entry = replace(entry, 'vault/made', 'vault/mads') WHERE position = 1`,
      { found: 'audit', at: 1 },
    ],
    [`UPDATE audit SET hash = replace(hash, substr(hash, 1, 1), 'x') WHERE position = 4`, { found: 'audit', at: 4 }],
    ['DELETE FROM audit WHERE position = 3', { found: 'audit', at: 3 }],
    [
      `UPDATE audit SET position = -1 WHERE position = 3; UPDATE audit SET position = 3 WHERE position = 4;
       UPDATE audit SET position = 4 WHERE position = -1`,
      { found: 'audit', at: 3 },
    ],
    [`DELETE FROM audit WHERE position > (SELECT max(position) FROM audit) - 4`, { found: 'audit' }],
    [
      `UPDATE records SET record = replace(record, '"slot":1', '"slot":2') WHERE sequence = 2`,
      { found: 'record', at: 2 },
    ],
    [`UPDATE records SET sequence = 5 WHERE sequence = 2`, { found: 'record', at: 2 }],
    [
      `DELETE FROM outbox WHERE record = (SELECT id FROM records WHERE sequence = 1);
      DELETE FROM records WHERE sequence = 1`,
      { found: 'record', at: 2 },
    ],
    [
      `UPDATE outbox SET receipt = json_replace(receipt, '$.receipt.contentHash', 'x') WHERE receipt IS NOT NULL`,
      { found: 'record', at: 1 },
    ],
    [
      `UPDATE outbox SET receipt = json_replace(receipt, '$.receipt.sequence', 9) WHERE receipt IS NOT NULL`,
      { found: 'records missing', at: 9 },
    ],
  ];
  for (const [sql, context] of changes) {
    const directory = image(whole);
    const vault = await openVault(directory, undefined);
    vault.db.exec(drop);
    vault.db.exec(sql);
    closeVault(vault);
    const { at: back, failure } = await failureAt(directory);
    expect(failure, sql).toMatchObject({ code: 'vault/corrupt', context });
    await back.desk.close();
  }
});
