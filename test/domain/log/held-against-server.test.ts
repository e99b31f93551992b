import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type AuditHead, auditHeadText } from '../../../domain/log/audit-head.ts';
import type { BundleLine, BundleReport } from '../../../domain/log/bundle.ts';
import type { BundleHeader } from '../../../domain/log/bundle-header.ts';
import { type KeyChange, keyChangeText } from '../../../domain/log/receipt-keys.ts';
import { chained, entryLines, type Hashed, header, raw, server, signText, station, written } from './bundle-house.ts';

const begunAnew = (subject: string, formerPosition: number) => ({
  action: 'trail/begun-anew',
  subject,
  detail: { name: 'Z', former: formerPosition, formerAt: '2026-05-04T10:00:00.000Z' },
});

const directory = mkdtempSync(join(tmpdir(), 'keydesk-heads-'));
afterAll(() => rmSync(directory, { recursive: true }));

const stranger = generateKeyPairSync('ed25519').privateKey;
const entriesOf = (subject: string, ...actions: string[]) =>
  chained(actions.map((action) => ({ action, subject, detail: {} })));
const former = entriesOf('first', 'vault/made', 'unlock', 'pin/wrong', 'unlock', 'trail/exported');
const salvaged = entriesOf('second', 'vault/salvaged', 'unlock', 'trail/exported');

function headAt(audit: readonly Hashed[], position: number, key = station): BundleLine {
  const [first, last] = [audit[0], audit[position - 1]];
  const at = '2026-05-04T10:00:00.000Z';
  const head: AuditHead = { station: 'station-1', begins: first?.hash ?? '', position, hash: last?.hash ?? '', at };
  return { kind: 'head', head, signature: signText(key, auditHeadText(head)) };
}

let files = 0;
function fileOf(texts: readonly string[]): string {
  files += 1;
  const file = join(directory, `${files}.jsonl`);
  writeFileSync(file, texts.map((text) => `${text}\n`).join(''));
  return file;
}

const deskTexts = (audit: readonly Hashed[], over: Partial<BundleHeader> = {}, key = station) => {
  const first = {
    ...(header() as BundleHeader),
    log: 'desk',
    origin: 'keydesk/station-1/desk',
    key: raw(key),
    ...over,
  };
  return written([first as BundleLine, ...entryLines(audit)], key);
};
const ownEntries = entriesOf('', 'validate/accepted');
const serverTexts = (heads: readonly BundleLine[], audit = ownEntries, first = header(), key: KeyObject = server) =>
  written([first, ...heads, ...entryLines(audit)], key);

interface Verified extends BundleReport {
  readonly holds: boolean;
}

function verify(...words: readonly string[]): { readonly status: number | null; readonly said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['build/verify.ts', ...words], { encoding: 'utf8' });
  return { status, said: stdout + stderr };
}

function compared(desk: readonly string[], served: readonly string[], ...words: readonly string[]) {
  const { status, said } = verify(fileOf(desk), '--server', fileOf(served), '--json', ...words);
  const { holds, heads, serverFaults } = JSON.parse(said) as Verified & { readonly serverFaults: readonly object[] };
  expect(status).toBe(holds ? 0 : 1);
  return { holds, outcomes: heads.map(({ outcome }) => outcome), serverFaults };
}

test('a desk has what the server knows of it', () => {
  const told = compared(deskTexts(former), serverTexts([headAt(former, 5)]));
  expect(told).toEqual({ holds: true, outcomes: ['holds'], serverFaults: [] });
});

test('a former audit is one when the server knows the one that a salvage began', () => {
  const { holds, outcomes } = compared(
    deskTexts(salvaged),
    serverTexts([headAt(former, 5), headAt(salvaged, 2)], chained([begunAnew(salvaged[0]?.hash ?? '', 5)])),
  );
  expect([holds, outcomes]).toEqual([true, ['former audit', 'holds']]);
});

test('an audit that was written anew as if it had been salvaged is not known', () => {
  const { holds, outcomes } = compared(deskTexts(salvaged), serverTexts([headAt(former, 5)]));
  expect([holds, outcomes]).toEqual([false, ['former audit', 'not known']]);
});

test('an entry of a salvage that is not the first one begins no audit', () => {
  const anew = entriesOf('anew', 'vault/made', 'vault/salvaged', 'unlock');
  const { holds, outcomes } = compared(
    deskTexts(anew),
    serverTexts([headAt(former, 5), headAt(anew, 3)], chained([begunAnew(anew[0]?.hash ?? '', 5)])),
  );
  expect([holds, outcomes]).toEqual([false, ['another history', 'holds']]);
});

test('a server’s bundle with a head put in is not believed', () => {
  const good = serverTexts([headAt(former, 5)]);
  const [older = ''] = serverTexts([headAt(former, 3)]).slice(1);
  const { holds, serverFaults } = compared(deskTexts(former.slice(0, 3)), good.with(1, older));
  expect(holds).toBe(false);
  expect(serverFaults).toContainEqual(expect.objectContaining({ what: 'changed', of: 'head' }));
});

test('the words name what does not hold in the server’s bundle', () => {
  const served = fileOf(serverTexts([headAt(former, 5)]).slice(0, -1));
  const { status, said } = verify(fileOf(deskTexts(former)), '--server', served);
  expect(status).toBe(1);
  expect(said).toContain('The server’s bundle does not hold: The last line is not there: the file was cut off.');
  expect(said).not.toContain('Nothing was changed');
});

test('a server’s bundle that somebody else wrote is no word of the desk’s server', () => {
  const forged = serverTexts([headAt(former.slice(0, 3), 3)], ownEntries, header(raw(stranger)), stranger);
  const { holds, outcomes } = compared(deskTexts(former.slice(0, 3)), forged);
  expect([holds, outcomes]).toEqual([false, ['another server']]);
  const { holds: keyed, serverFaults } = compared(deskTexts(former.slice(0, 3)), forged, '--key', raw(server));
  expect(keyed).toBe(false);
  expect(serverFaults).toContainEqual(expect.objectContaining({ what: 'signature', of: 'end' }));
});

const position = 2;
const at = '2026-05-04T10:00:00.000Z';
const change = { former: raw(server), key: raw(stranger), position, at };
const byKeys = (isVouched: boolean): KeyChange => ({
  ...change,
  byFormer: isVouched ? signText(server, keyChangeText(change)) : '',
  byKey: signText(stranger, keyChangeText(change)),
});
const changedAudit = chained([
  { action: 'validate/accepted', subject: '', detail: {} },
  { action: 'trail/key-changed', subject: '', detail: { former: raw(server), key: raw(stranger) } },
]);

test.each([
  ['vouches for', true, ['holds']],
  ['does not vouch for', false, ['another server']],
])('a server’s bundle is signed by a key that the one the desk knows %s', (_, isVouched, outcomes) => {
  const first = header(raw(stranger), [byKeys(isVouched)]);
  const served = serverTexts([headAt(former, 5)], changedAudit, first, stranger);
  expect(compared(deskTexts(former), served).outcomes).toEqual(outcomes);
  // The other way around: the server's bundle was exported before its key was changed.
  const { server: newer } = first as BundleHeader;
  const older = compared(deskTexts(former, { server: newer }), serverTexts([headAt(former, 5)]));
  expect(older.outcomes).toEqual(outcomes);
});

test('a desk with another key than its server knows is not the one that told it', () => {
  const own = { id: 'station-1', name: 'Z', publicKey: raw(stranger) };
  const forged = deskTexts(former.slice(0, 3), { stations: [own] }, stranger);
  const { holds, outcomes } = compared(forged, serverTexts([headAt(former, 5)]));
  expect([holds, outcomes]).toEqual([false, ['another key']]);
});

test('a desk’s bundle is none of a server', () => {
  const desk = fileOf(deskTexts(former));
  expect(verify(desk, '--server', desk)).toMatchObject({
    status: 2,
    said: expect.stringContaining('--server is the bundle of a server, held against that of a desk'),
  });
  const served = fileOf(serverTexts([]));
  expect(verify(served, '--server', served).status).toBe(2);
});

const third = entriesOf('third', 'vault/salvaged');
const told = chained([begunAnew(salvaged[0]?.hash ?? '', 5), begunAnew(third[0]?.hash ?? '', 3)]);

test.each<[string, BundleLine[], number]>([
  ['all of which are there', [headAt(former, 5), headAt(salvaged, 3), headAt(third, 1)], 0],
  ['of which the first is not there', [headAt(salvaged, 3), headAt(third, 1)], 1],
  ['of which the first stands lower', [headAt(former, 4), headAt(salvaged, 3), headAt(third, 1)], 1],
  ['of which the last is not there', [headAt(former, 5), headAt(salvaged, 3)], 1],
  ['none of which is there', [], 4],
])('the audit of a server tells of three audits of a station, %s', (_, heads, dropped) => {
  const { status, said } = verify(fileOf(serverTexts(heads, told)), '--json');
  const { faults } = JSON.parse(said) as Verified;
  expect(faults).toEqual(Array(dropped).fill({ what: 'dropped', of: 'head', at: 'station-1' }));
  expect(status).toBe(dropped === 0 ? 0 : 1);
});

test('the words name the station whose head was dropped', () => {
  const { said } = verify(fileOf(serverTexts([headAt(former, 5), headAt(salvaged, 3)], told)));
  expect(said).toContain('What station station-1 said of its own audit was dropped: this audit tells of it.');
});
