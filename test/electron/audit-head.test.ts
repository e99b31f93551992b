import { spawnSync } from 'node:child_process';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BundleReport } from '../../domain/log/bundle.ts';
import { exportTrail } from '../../electron/trail/export-trail.ts';
import { appendAudit } from '../../electron/vault/audit-log.ts';
import { closeVault, openVault, type Vault } from '../../electron/vault/database.ts';
import { dropMeta } from '../../electron/vault/meta.ts';
import { openStationKey } from '../../electron/vault/station-key.ts';
import { unwrap, wrappingOf } from '../../electron/vault/vault-key.ts';
import { emulatedToken } from '../../native/emulator/token.ts';
import { password } from '../server/house.ts';
import { bytes, type DeskAtWork, deskAtWork, keystore, newDirectory, until, walk } from './desk-at-work.ts';
import { type HouseDesk, houseDesk, quick } from './house-desk.ts';
import { type LogHouse, logHouse } from './log-house.ts';

let log: LogHouse;
let at: HouseDesk;
let again: DeskAtWork | undefined;
let file = '';
beforeEach(async () => {
  log = await logHouse();
  file = join(newDirectory(), 'trail.jsonl');
  at = await houseDesk(log.house, { chooseFile: async () => file });
});
afterEach(async () => {
  await again?.desk.close();
  again = undefined;
  await log.close();
});

const heads = async () => (await log.server().installation.store.auditHeads.all()).map(({ head }) => head);
const sent = async (desk: DeskAtWork) =>
  until(async () => ((await desk.ask('sync/send-now')).problem === null ? true : undefined));

const open = (directory: string) => deskAtWork({ directory, chooseFile: async () => file });

/** Issues a token, and does what is no record behind it. */
async function work(): Promise<void> {
  at.token = emulatedToken({ ...quick, serial: 30_000_001 });
  await walk(at, 'done');
  await at.ask('ceremony/close');
  await sent(at);
  await at.ask('trail/export');
  await at.ask('trail/export');
  await sent(at);
}

/** Looks into, or changes, the vault of a desk that is closed. */
async function inVault<T>(directory: string, act: (vault: Vault) => T | Promise<T>): Promise<T> {
  const vault = await openVault(directory, undefined);
  try {
    return await act(vault);
  } finally {
    closeVault(vault);
  }
}

const newest = ({ db }: Vault) => db.prepare('SELECT position, hash FROM audit ORDER BY position DESC LIMIT 1').get();

function cutOff({ db }: Vault, entries: number): void {
  const guards = db.prepare<[], { name: string }>(
    `SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'`,
  );
  for (const { name } of guards.all()) db.exec(`DROP TRIGGER ${name}`);
  db.exec(`DELETE FROM audit WHERE position > (SELECT max(position) FROM audit) - ${entries}`);
}

test('the server knows where the audit of a desk stands, also behind its newest record', async () => {
  await work();
  const [head, ...others] = await heads();
  expect(others).toEqual([]);
  await at.desk.close();
  expect(await inVault(at.directory, newest)).toEqual({ position: head?.position, hash: head?.hash });
});

test('a desk that has nothing new says nothing', async () => {
  await work();
  await log.server().installation.store.commits.run(({ db }) => db.deleteFrom('audit_heads').execute());
  await sent(at);
  await sent(at);
  expect(await heads()).toEqual([]);
  await at.ask('trail/export');
  await sent(at);
  expect(await heads()).toHaveLength(1);
  await at.desk.close();
});

test('a desk whose further audit the server does not keep works on', async () => {
  await work();
  const [head] = await heads();
  const station = head?.station ?? '';
  await log.server().installation.store.commits.run(async ({ db, auditHeads }) => {
    await db.deleteFrom('audit_heads').execute();
    for (let number = 1; number <= 100; number += 1) {
      const hash = number.toString(16).padStart(64, '0');
      const former = { station, begins: hash, position: 1, hash, at: '2026-11-22T12:00:00.000Z' };
      await auditHeads.add({ head: former, signature: '' }, former.at);
    }
  });
  await at.ask('trail/export');
  await sent(at);
  expect(await heads()).toHaveLength(100);
  await at.desk.close();
});

test('entries that were cut off behind the newest record are missed when the vault opens', async () => {
  await work();
  await at.desk.close();
  const [head] = await heads();
  await inVault(at.directory, (vault) => cutOff(vault, 2));
  again = await open(at.directory);
  const { phase, failure } = await again.ask('app/state');
  expect([phase, failure]).toMatchObject([
    'failed',
    { code: 'vault/corrupt', context: { found: 'audit', at: (head?.position ?? 0) - 1 } },
  ]);
});

const forget = (vault: Vault) => {
  cutOff(vault, 2);
  dropMeta(vault, 'audit-told');
};
const goOnOtherwise = (vault: Vault) => {
  forget(vault);
  const note = { at: '2026-11-22T12:00:00.000Z', actor: 'mallory', subject: '', detail: {} };
  for (let time = 0; time < 5; time += 1) appendAudit(vault, { ...note, action: 'trail/exported' });
};

test.each([
  ['and forgotten', forget, -1],
  ['and the audit gone on otherwise', goOnOtherwise, 0],
])('entries that were cut off %s are missed by the server, and named', async (_, tamper, behind) => {
  await work();
  await at.desk.close();
  const [head] = await heads();
  await inVault(at.directory, tamper);
  again = await open(at.directory);
  const desk = again;
  const { failure } = await until(async () => {
    const state = await desk.ask('app/state');
    return state.phase === 'failed' ? state : undefined;
  });
  expect(failure).toMatchObject({
    code: 'vault/corrupt',
    context: { found: 'audit', at: (head?.position ?? 0) + behind },
  });
  await desk.ask('vault/salvage');
  await sent(desk);
  const [former, anew, ...others] = await heads();
  expect([former, others]).toEqual([head, []]);
  expect(anew?.position).toBeLessThan(head?.position ?? 0);
  const told = [];
  for await (const { entry } of log.server().installation.store.audit.entries()) told.push(entry);
  expect(told.filter(({ action }) => action === 'trail/begun-anew')).toMatchObject([
    { actor: head?.station, detail: { former: head?.position } },
  ]);
});

test('an older copy of the whole folder that was put back is missed by the server', async () => {
  await at.desk.close();
  const copy = newDirectory();
  cpSync(at.directory, copy, { recursive: true });
  again = await open(at.directory);
  await again.ask('app/set-settings', { controller: 'root' });
  await sent(again);
  await again.ask('trail/export');
  await sent(again);
  await again.desk.close();
  const [head] = await heads();
  again = await open(copy);
  const desk = again;
  const { failure } = await until(async () => {
    const state = await desk.ask('app/state');
    return state.phase === 'failed' ? state : undefined;
  });
  expect(failure).toMatchObject({ code: 'vault/corrupt', context: { found: 'audit' } });
  expect(Number(failure?.context.at)).toBeLessThanOrEqual(head?.position ?? 0);
});

test('a vault that is found broken ends whoever is at work on it, as a lock does', async () => {
  await at.desk.close();
  const copy = newDirectory();
  cpSync(at.directory, copy, { recursive: true });
  again = await open(at.directory);
  const desk = again;
  await desk.ask('administration/sign-in', { name: 'root', password: bytes(password) });
  await sent(desk);
  const other = await open(copy);
  await other.ask('trail/export');
  await sent(other);
  await other.desk.close();
  await desk.ask('trail/export');
  await desk.ask('sync/send-now');
  await until(async () => ((await desk.ask('app/state')).phase === 'failed' ? true : undefined));
  expect(await desk.ask('administration/state')).toMatchObject({ signedIn: null, ended: 'locked' });
});

function verify(bundle: string, ...options: string[]): BundleReport & { readonly holds: boolean } {
  const words = ['build/verify.ts', bundle, '--json', ...options];
  const { stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

/** As if the desk itself exported what was done to its vault. */
const exported = (tamper: (vault: Vault) => void) =>
  inVault(at.directory, async (vault) => {
    tamper(vault);
    const wrapping = wrappingOf(vault);
    if (wrapping === undefined) throw new Error('no vault key');
    const station = openStationKey(vault, await unwrap(wrapping, keystore, undefined));
    writeFileSync(file, exportTrail({ vault, station, now: () => new Date(), controller: () => 'root' }));
  });

test.each([
  ['has all of it', () => undefined, true, 'holds', undefined],
  ['was cut off', forget, false, 'beyond', { what: 'dropped', of: 'entry' }],
  ['went on otherwise', goOnOtherwise, false, 'another history', { what: 'changed somewhere up to here', of: 'entry' }],
])(
  'the bundle of a desk whose audit %s is held against what the server’s bundle knows',
  async (_, tamper, holds, outcome, fault) => {
    await work();
    await at.desk.close();
    const server = await log.bundle();
    expect(verify(server)).toMatchObject({ holds: true, counts: { head: 1 } });
    const [head] = await heads();
    const { position = 0, at: toldAt = '' } = head ?? {};
    await exported(tamper);
    expect(verify(file).holds).toBe(true);
    const compared = verify(file, '--server', server);
    expect(compared).toMatchObject({ holds, heads: [{ position, at: toldAt, outcome }] });
    expect(compared.faults[0]).toEqual(
      fault === undefined ? undefined : expect.objectContaining({ ...fault, at: `${position}` }),
    );
  },
);

test('of a vault that was put back from its records, the audit before is told as another one', async () => {
  await work();
  await at.desk.close();
  await inVault(at.directory, forget);
  again = await open(at.directory);
  const desk = again;
  await until(async () => ((await desk.ask('app/state')).phase === 'failed' ? true : undefined));
  await desk.ask('vault/salvage');
  await sent(desk);
  await desk.ask('trail/export');
  const server = await log.bundle();
  const { holds, heads: found } = verify(file, '--server', server);
  expect([holds, found.map(({ outcome }) => outcome)]).toEqual([true, ['former audit', 'holds']]);
  expect(verify(server)).toMatchObject({ holds: true, counts: { head: 2 } });
  await log.server().installation.store.commits.run(({ db }) => db.deleteFrom('audit_heads').execute());
  const without = verify(file, '--server', await log.bundle());
  expect(without).toMatchObject({ holds: false, heads: [{ outcome: 'not known' }] });
});
