import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BundleLine, BundleReport } from '../../domain/log/bundle.ts';
import type { SignedReceipt } from '../../domain/record.ts';
import { emulatedToken } from '../../native/emulator/token.ts';
import { liftGuards, rawSql } from '../server/raw-sql.ts';
import { newDirectory, until, walk } from './desk-at-work.ts';
import { failureOf } from './failure-of.ts';
import { type HouseDesk, houseDesk, quick } from './house-desk.ts';
import { checkVaultAt } from './invariants.ts';
import { type LogHouse, logHouse } from './log-house.ts';

let log: LogHouse;
let desks: HouseDesk[] = [];
let issued = 0;
beforeEach(async () => {
  log = await logHouse();
});
afterEach(async () => {
  const opened = desks;
  desks = [];
  for (const { desk } of opened) await desk.close();
  await log.close();
  for (const { directory } of opened) await checkVaultAt(directory);
});

/** A desk of its own, with somewhere to put what is exported. */
async function newDesk(): Promise<HouseDesk & { readonly file: string }> {
  const file = join(newDirectory(), 'trail.jsonl');
  const at = Object.assign(await houseDesk(log.house, { chooseFile: async () => file }), { file });
  desks.push(at);
  return at;
}

/** Issues a token to somebody and delivers the record; gives its id. */
async function issue(at: HouseDesk): Promise<string> {
  at.token = emulatedToken({ ...quick, serial: 30_000_000 + desks.length * 1000 + ++issued });
  const done = await walk(at, 'done');
  const record = done.outcome?.record ?? '';
  await at.ask('ceremony/close');
  await at.ask('sync/send-now');
  return record;
}

async function delivered(at: HouseDesk, record: string): Promise<void> {
  await at.ask('sync/send-now');
  await until(async () => ((await at.ask('records/get', { id: record })).delivery === 'delivered' ? true : undefined));
}

/** What the desk says once it has asked the server, also one that was just away. */
const look = async (at: HouseDesk) => {
  await until(async () => {
    const { problem } = await at.ask('sync/send-now');
    return problem?.code === 'sync/unreachable' ? undefined : true;
  });
  return at.ask('trail/state');
};
const receiptOf = async (at: HouseDesk, record: string) =>
  (await at.ask('records/get', { id: record })).receipt as unknown as SignedReceipt;
const position = async () => (await log.server().installation.store.audit.head()).position;
const contradicted = async () => log.server().installation.store.contradictions.all();

function verify(file: string, ...options: string[]): BundleReport & { readonly holds: boolean } {
  const { stdout, stderr } = spawnSync(process.execPath, ['build/verify.ts', file, '--json', ...options], {
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

function linesOf(file: string): BundleLine[] {
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

test('two desks keep the log, countersign it and have their own records proven in it', async () => {
  const [one, two] = [await newDesk(), await newDesk()];
  const nothing = { kept: null, watchedAnew: null, records: { delivered: 0, proven: 0 }, contradiction: null };
  expect(await look(one)).toEqual(nothing);
  const record = await issue(one);
  await log.checkpoint();
  const size = await position();
  const first = await look(one);
  expect(first).toMatchObject({ kept: { size }, records: { delivered: 1, proven: 1 }, contradiction: null });
  expect(first.kept?.countersignedAt).not.toBeNull();
  expect(await look(two)).toMatchObject({ kept: { size }, records: { delivered: 0, proven: 0 } });
  const receipt = await receiptOf(one, record);
  const { inclusion } = await one.ask('records/get', { id: record });
  expect(inclusion).toMatchObject({ position: receipt.receipt.position, size });

  await log.act(300);
  await log.checkpoint();
  expect((await look(one)).kept?.size).toBe(size + 300);
  expect((await one.ask('records/get', { id: record })).inclusion).toMatchObject({ size: size + 300 });

  const report = verify(await log.bundle(), '--key', log.server().installation.keys.receipt.publicKey);
  expect(report).toMatchObject({ holds: true, faults: [] });
  const ids = await Promise.all([one, two].map(async (at) => (await at.ask('app/state')).station?.id));
  expect(report.countersigners.map(({ station, size: seen }) => [station, seen]).sort()).toEqual(
    [
      [ids[0], size + 300],
      [ids[1], size],
    ].sort(),
  );
});

test('a desk that was away for long catches up in one step', async () => {
  const at = await newDesk();
  await log.checkpoint();
  const before = await look(at);
  for (let round = 0; round < 5; round += 1) {
    await log.act(40);
    await log.checkpoint();
  }
  const after = await look(at);
  expect(after.kept?.size).toBe((before.kept?.size ?? 0) + 200);
  expect(after.contradiction).toBeNull();
});

test('what a desk kept outlives it', async () => {
  const at = await newDesk();
  await issue(at);
  await log.checkpoint();
  const state = await look(at);
  await at.desk.close();
  desks = [];
  const { deskAtWork, bytes } = await import('./desk-at-work.ts');
  const again = await deskAtWork({ directory: at.directory });
  await until(async () => ((await again.ask('app/state')).phase !== 'starting' ? true : undefined));
  if ((await again.ask('app/state')).phase === 'locked') {
    await again.ask('vault/unlock', { passphrase: bytes('a passphrase nobody guesses') });
  }
  expect((await again.ask('trail/state')).kept?.size).toBe(state.kept?.size);
  await again.desk.close();
});

test('a server that came back from a backup is seen, told, and goes on once a person says so', async () => {
  const at = await newDesk();
  const safe = await issue(at);
  await log.checkpoint();
  const putBack = await log.backUp();
  const lost = await issue(at);
  await log.act(20);
  await log.checkpoint();
  const kept = (await look(at)).kept?.size ?? 0;

  await putBack();
  const small = await position();
  const seen = await look(at);
  expect(seen.contradiction).toMatchObject({ what: 'rolled back', keptSize: kept, offeredSize: small });
  expect(seen.kept?.size).toBe(kept);
  expect((await at.ask('desk/home')).needs).toContainEqual({
    kind: 'log contradicted',
    subject: 'rolled back',
    count: 1,
  });
  expect(await contradicted()).toMatchObject([{ what: 'rolled back', settled: null }]);

  // Records go on being delivered, also what the server lost; nothing is countersigned.
  const third = await issue(at);
  await delivered(at, third);
  await log.checkpoint();
  await look(at);
  const lines = await log.server().installation.store.countersignatures.under(await position());
  expect(lines).toEqual([]);

  const { id = '' } = seen.contradiction ?? {};
  await at.ask('trail/settle', { id, reason: 'Came back from the backup of Tuesday.' });
  await delivered(at, lost);
  await log.checkpoint();
  const after = await look(at);
  expect(after).toMatchObject({ contradiction: null, records: { delivered: 3, proven: 3 } });
  expect(after.kept?.countersignedAt).not.toBeNull();
  expect((await at.ask('records/get', { id: safe })).inclusion).not.toBeNull();
  expect(await contradicted()).toMatchObject([
    { settled: { by: 'root', reason: 'Came back from the backup of Tuesday.' } },
  ]);
  expect(await failureOf(at.ask('trail/settle', { id, reason: 'twice' }))).toMatchObject({ code: 'trail/settled' });

  const report = verify(await log.bundle());
  expect(report).toMatchObject({ holds: true, contradictions: [{ what: 'rolled back' }] });
  const audited = linesOf(await log.bundle()).flatMap((line) => (line.kind === 'entry' ? [line.entry.action] : []));
  expect(audited).toEqual(expect.arrayContaining(['trail/contradicted', 'trail/settled']));

  await at.ask('trail/export');
  expect(verify(at.file)).toMatchObject({ log: 'desk', holds: true, contradictions: [{ what: 'rolled back' }] });
  const own = linesOf(at.file);
  expect(own.flatMap((line) => (line.kind === 'entry' ? [line.entry.action] : []))).toEqual(
    expect.arrayContaining(['trail/watched', 'trail/contradicted', 'trail/settled', 'trail/exported']),
  );
  const [evidence] = own.filter((line) => line.kind === 'contradiction');
  expect(evidence).toMatchObject({ kept: expect.stringContaining(`\n${kept}\n`) });
  expect(evidence).toMatchObject({ offered: expect.stringContaining(`\n${small}\n`) });
});

test('a log that goes on from something else is seen by both desks, however long it grew', async () => {
  const [one, two] = [await newDesk(), await newDesk()];
  await log.checkpoint();
  const putBack = await log.backUp();
  await log.act(20);
  await log.checkpoint();
  const kept = (await look(one)).kept?.size ?? 0;
  await look(two);
  await putBack();
  await log.act(60);
  await log.checkpoint();
  const offered = await position();
  for (const at of [one, two]) {
    const { contradiction } = await look(at);
    expect(contradiction).toMatchObject({ what: 'forked', keptSize: kept, offeredSize: offered });
  }
  expect((await contradicted()).map(({ what }) => what)).toEqual(['forked', 'forked']);
  // The note that a desk kept speaks against the server's own bundle.
  await one.ask('trail/export');
  const file = join(newDirectory(), 'kept.txt');
  const [held] = linesOf(one.file).flatMap((line) => (line.kind === 'contradiction' ? [line.kept] : []));
  writeFileSync(file, held ?? '');
  expect(verify(await log.bundle()).holds).toBe(true);
  const compared = verify(await log.bundle(), '--checkpoint', file);
  expect(compared).toMatchObject({ holds: false, compared: [{ size: kept, outcome: 'another history' }] });

  const { id = '' } = (await one.ask('trail/state')).contradiction ?? {};
  await one.ask('trail/settle', { id, reason: 'restored' });
  expect(await look(one)).toMatchObject({ contradiction: null });
  expect((await two.ask('trail/state')).contradiction).not.toBeNull();
});

test.each([
  ['entry changed', `UPDATE audit SET actor = 'mallory' WHERE position = `],
  ['entry missing', 'DELETE FROM audit WHERE position = '],
] as const)('a row of the database that was tampered with is found as %s', async (what, sql) => {
  const at = await newDesk();
  const record = await issue(at);
  await log.checkpoint();
  await look(at);
  const { receipt } = await receiptOf(at, record);
  await log.act(3);
  const { store } = log.server().installation;
  await liftGuards(store, 'audit');
  await rawSql(store, `${sql}${receipt.position}`);
  const { contradiction } = await look(at);
  expect(contradiction).toMatchObject({ what, record });
  const bundle = await log.bundle();
  expect(verify(bundle)).toMatchObject({
    holds: false,
    faults: expect.arrayContaining([
      expect.objectContaining({
        of: 'entry',
        at: `${receipt.position}`,
        what: what === 'entry changed' ? 'changed' : 'dropped',
      }),
    ]),
  });
  await at.ask('trail/settle', { id: contradiction?.id ?? '', reason: 'A disk was repaired by hand.' });
  expect((await look(at)).contradiction).toBeNull();
});

test('a desk follows to a new key of the server that its own vouches for, and its older receipts still hold', async () => {
  const at = await newDesk();
  const older = await issue(at);
  await log.checkpoint();
  await look(at);
  const former = await log.renewKey();
  // The new key's receipt comes before any news of it.
  const newer = await issue(at);
  await delivered(at, newer);
  const second = await log.renewKey();
  await log.checkpoint();
  const { contradiction, records } = await look(at);
  expect([contradiction, records]).toEqual([null, { delivered: 2, proven: 2 }]);
  await at.ask('trail/export');
  const actions = linesOf(at.file).flatMap((line) => (line.kind === 'entry' ? [line.entry.action] : []));
  expect(actions.filter((action) => action === 'trail/key-changed')).toHaveLength(2);

  const key = log.server().installation.keys.receipt.publicKey;
  const bundle = await log.bundle();
  for (const file of [bundle, at.file]) {
    for (const known of [key, second, former]) {
      expect(verify(file, '--key', known)).toMatchObject({
        holds: true,
        faults: [],
        keyChanges: [{ former }, { key }],
      });
    }
  }
  const { contentHash } = await at.ask('records/get', { id: older });
  expect(verify(bundle, '--receipt', `KEYDESK1:${older}:${contentHash}`).holds).toBe(true);
});

test('a key that nothing vouches for is not followed until this desk is enrolled again', async () => {
  const at = await newDesk();
  await issue(at);
  await log.checkpoint();
  const kept = (await look(at)).kept?.size;
  await log
    .whileDown((directory) => rmSync(join(directory, 'keys', 'receipt.key')))
    .catch((error: Error) => {
      expect(error.message).toMatch(/receipt.key is not the key .* receipt-key renew --lost/);
    });
  const former = await log.renewKey(true);
  await log.act();
  await log.checkpoint();
  const seen = await look(at);
  expect(seen).toMatchObject({ kept: { size: kept }, contradiction: { what: 'key changed' } });
  // Its receipts do not hold either: what is issued now waits here.
  const record = await issue(at);
  expect((await at.ask('records/get', { id: record })).delivery).toBe('waiting');
  const { id = '' } = seen.contradiction ?? {};
  expect(await failureOf(at.ask('trail/settle', { id, reason: 'new keys' }))).toMatchObject({
    code: 'trail/key-changed',
  });
  await at.ask('station/enrol', { code: await log.house.code(), name: 'Desk 1' });
  await at.ask('trail/settle', { id, reason: 'new keys' });
  await delivered(at, record);
  await log.checkpoint();
  expect(await look(at)).toMatchObject({ contradiction: null });

  const bundle = await log.bundle();
  expect(verify(bundle)).toMatchObject({ holds: true, keyChanges: [{ former, byFormer: '' }] });
  const byFormer = verify(bundle, '--key', former);
  expect(byFormer).toMatchObject({ holds: false, faults: [{ what: 'not vouched for', of: 'key' }] });
  await at.ask('trail/export');
  expect(verify(at.file)).toMatchObject({ holds: true, counts: { receipt: 2 } });
});

test('the trail of a desk is verified by the same command, and what was done to it is named', async () => {
  const at = await newDesk();
  const record = await issue(at);
  await issue(at);
  await log.checkpoint();
  await look(at);
  expect(await at.ask('trail/export')).toEqual({ saved: true });
  const report = verify(at.file, '--key', log.server().installation.keys.receipt.publicKey);
  expect(report).toMatchObject({ log: 'desk', holds: true, counts: { record: 2, receipt: 2, inclusion: 2, kept: 1 } });
  expect(report.anchoredUpTo).toBe(report.counts.entry);
  const { contentHash } = await at.ask('records/get', { id: record });
  expect(verify(at.file, '--receipt', `KEYDESK1:${record}:${contentHash}`)).toMatchObject({
    holds: true,
    receipt: { outcome: 'unchanged', record: { id: record } },
  });
  const text = readFileSync(at.file, 'utf8');
  expect(text).not.toMatch(/tulip-47|"privateKey"/);
  const lines = text.trimEnd().split('\n');
  const of = (kind: string) => lines.findIndex((line) => line.startsWith(`{"kind":"${kind}"`));
  const without = (place: number) => lines.filter((_, at_) => at_ !== place);
  const tampered: readonly (readonly [string, readonly string[], object])[] = [
    ['record', without(of('record')), { what: 'dropped', of: 'record', at: record }],
    ['receipt', without(of('receipt')), { what: 'dropped', of: 'receipt', at: record }],
    ['entry', without(of('entry') + 3), { what: 'dropped', of: 'entry', at: '4' }],
    ['kept', without(of('kept')), { what: 'dropped', of: 'kept', at: '0 of 1' }],
    [
      'inclusion',
      lines.map((line) => line.replace(/("kind":"inclusion".*"action":")record/, '$1recorc')),
      { what: 'changed', of: 'inclusion', at: record },
    ],
  ];
  for (const [name, changed, fault] of tampered) {
    const file = join(newDirectory(), `${name}.jsonl`);
    writeFileSync(file, `${changed.join('\n')}\n`);
    const { holds, faults } = verify(file);
    expect([name, holds, faults]).toEqual([name, false, expect.arrayContaining([expect.objectContaining(fault)])]);
  }
});

test('nobody who does not control trust settles what the log contradicts', async () => {
  const at = await newDesk();
  await log.checkpoint();
  const putBack = await log.backUp();
  await log.act(5);
  await log.checkpoint();
  await look(at);
  await putBack();
  const { contradiction } = await look(at);
  await at.ask('app/set-settings', { controller: '' });
  const refused = await failureOf(at.ask('trail/settle', { id: contradiction?.id ?? '', reason: 'x' }));
  expect(refused.code).toMatch(/^(act\/no-right|controller\/signed-out)$/);
  expect((await at.ask('trail/state')).contradiction).not.toBeNull();
});
