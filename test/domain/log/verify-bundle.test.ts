import { createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { describe, expect, test } from 'vitest';
import { type AuditEntry, auditHash, auditText } from '../../../domain/audit.ts';
import type { BundleLine, BundleReport } from '../../../domain/log/bundle.ts';
import { checkpointText, keyIdOf, noteText, signatureKind } from '../../../domain/log/checkpoint.ts';
import { leafHash, treeHead } from '../../../domain/log/merkle-tree.ts';
import { bundleCheck } from '../../../domain/log/verify-bundle.ts';
import { firstPrevious, type IssuanceRecord, type Receipt } from '../../../domain/record.ts';
import { receiptText, recordText, textHash } from '../../../domain/record-text.ts';

const server = generateKeyPairSync('ed25519').privateKey;
const station = generateKeyPairSync('ed25519').privateKey;
const raw = (key: KeyObject) => createPublicKey(key).export({ format: 'jwk' }).x ?? '';
const signed = (key: KeyObject, text: string) => sign(null, Buffer.from(text), key);
const origin = 'desk.example/audit';

const checks = {
  verifies: (publicKey: string, text: string, signature: string) =>
    publicKey !== '' &&
    verify(
      null,
      Buffer.from(text),
      createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' }),
      Buffer.from(signature, 'base64url'),
    ),
  fromBase64Url: (text: string) => Buffer.from(text, 'base64url'),
  toBase64Url: (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url'),
};

interface Hashed {
  readonly entry: AuditEntry;
  readonly hash: string;
}

/** A chain over entries whose places and links are made anew. */
function chained(entries: readonly Pick<AuditEntry, 'action' | 'subject' | 'detail'>[]): Hashed[] {
  const chain: Hashed[] = [];
  for (const { action, subject, detail } of entries) {
    const previous = chain.at(-1)?.hash ?? firstPrevious;
    const at = '2026-05-04T09:00:00.000Z';
    const entry = { position: chain.length + 1, at, actor: 'station-1', action, subject, detail, previous };
    chain.push({ entry, hash: auditHash(entry) });
  }
  return chain;
}

function recordsOf(count: number): IssuanceRecord[] {
  const records: IssuanceRecord[] = [];
  for (let sequence = 1; sequence <= count; sequence += 1) {
    const last = records.at(-1);
    records.push({
      version: 1,
      kind: 'stopped',
      id: `record-${sequence}`,
      station: 'station-1',
      sequence,
      previous: last === undefined ? firstPrevious : textHash(recordText(last)),
      ceremony: `ceremony-${sequence}`,
      controller: 'ida',
      recordedAt: '2026-05-04T09:00:00.000Z',
      appVersion: '1',
      auditHead: firstPrevious,
      reason: 'person left',
      note: '',
    });
  }
  return records;
}

function note(chain: readonly Hashed[], size: number, key = server): string {
  const head = treeHead(chain.slice(0, size).map(({ entry }) => leafHash(utf8ToBytes(auditText(entry)))));
  const text = checkpointText({ origin, size, head });
  const keyId = keyIdOf(origin, signatureKind.log, Buffer.from(raw(key), 'base64url'));
  return noteText({ text, signatures: [{ name: origin, keyId, signature: signed(key, text) }] });
}

/** Entry 2, 5, 8 ... tell of a record; checkpoints at 4 and at the end. */
function house() {
  const records = recordsOf(4);
  const entries = records.flatMap((record, place) => [
    { action: 'validate/accepted', subject: `login ${place}`, detail: { success: true } },
    { action: 'record/stopped', subject: record.id, detail: { contentHash: textHash(recordText(record)) } },
    { action: 'token/disable', subject: `token ${place}`, detail: {} },
  ]);
  const chain = chained(entries);
  return { entries, records, chain };
}

const { entries, records, chain } = house();

function header(serverKey = raw(server)): BundleLine {
  const stations = [{ id: 'station-1', name: 'Zürich', publicKey: raw(station) }];
  return { kind: 'header', version: 1, origin, serverKey, stations, exportedAt: '2026-05-05T09:00:00.000Z' };
}

function receiptOf(record: IssuanceRecord, about: readonly Hashed[]): BundleLine {
  const found = about.find(({ entry }) => entry.subject === record.id) as Hashed;
  const receipt: Receipt = {
    version: 1,
    record: record.id,
    contentHash: textHash(recordText(record)),
    station: record.station,
    sequence: record.sequence,
    position: found.entry.position,
    head: found.hash,
    receivedAt: '2026-05-04T09:00:01.000Z',
  };
  return { kind: 'receipt', receipt, signature: checks.toBase64Url(signed(server, receiptText(receipt))) };
}

function recordLine(record: IssuanceRecord): BundleLine {
  return { kind: 'record', record, signature: checks.toBase64Url(signed(station, recordText(record))) };
}

const checkpointLines: readonly BundleLine[] = [4, 12].map((size) => ({ kind: 'checkpoint', note: note(chain, size) }));
const receiptLines = records.map((record) => receiptOf(record, chain));
const recordLines = records.map(recordLine);

function entryLines(about: readonly Hashed[]): BundleLine[] {
  return about.map((one) => ({ kind: 'entry', ...one }));
}

function report(lines: readonly BundleLine[], extra: object = {}): BundleReport {
  const check = bundleCheck({ ...checks, ...extra });
  for (const line of lines) check.take(line);
  return check.end();
}

const signedLines = [header(), ...checkpointLines, ...receiptLines, ...recordLines];
const bare = [header(), ...recordLines];

test('finds nothing wrong with what was not touched', () => {
  expect(report([...signedLines, ...entryLines(chain)])).toEqual({
    origin,
    serverKey: raw(server),
    entries: 12,
    records: 4,
    receipts: 4,
    checkpoints: 2,
    anchoredUpTo: 12,
    faults: [],
  });
});

const forged = (place: number): Hashed => {
  const { entry } = chain[place] as Hashed;
  const other = { ...entry, actor: 'mallory' };
  return { entry: other, hash: auditHash(other) };
};

describe.each([
  ['with receipts and checkpoints', signedLines],
  ['by the chain alone', bare],
])('%s', (_, before) => {
  test.each([1, 5, 11, 12])('names entry %i when it was changed and its hash was not', (position) => {
    const lines = chain.map((one) =>
      one.entry.position === position ? { ...one, entry: { ...one.entry, actor: 'mallory' } } : one,
    );
    const [fault] = report([...before, ...entryLines(lines)]).faults;
    expect(fault).toEqual({ what: 'changed', of: 'entry', at: `${position}` });
  });

  test.each([1, 6, 10])('names entry %i when it was left out', (position) => {
    const lines = chain.filter(({ entry }) => entry.position !== position);
    const [fault] = report([...before, ...entryLines(lines)]).faults;
    expect(fault).toEqual({ what: 'dropped', of: 'entry', at: `${position}` });
  });

  test('names the entry that was moved', () => {
    const lines = [...chain.slice(0, 2), ...chain.slice(3, 7), chain[2] as Hashed, ...chain.slice(7)];
    const [fault] = report([...before, ...entryLines(lines)]).faults;
    expect(fault).toEqual({ what: 'moved', of: 'entry', at: '3' });
  });

  test('names the place where an entry was put in', () => {
    const lines = [...chain.slice(0, 6), chain[2] as Hashed, ...chain.slice(6)];
    const [fault] = report([...before, ...entryLines(lines)]).faults;
    expect(fault).toEqual({ what: 'added', of: 'entry', at: '3' });
  });

  test('names entry 6 when it was changed and its own hash made anew', () => {
    const lines = [...chain.slice(0, 5), forged(5), ...chain.slice(6)];
    const [fault] = report([...before, ...entryLines(lines)]).faults;
    expect(fault).toMatchObject({ what: 'changed', of: 'entry', at: '6' });
  });
});

test('finds a chain that was made anew from the change on, between two places that were signed', () => {
  const changed = entries.map((entry, place) => (place === 5 ? { ...entry, subject: 'token of mallory' } : entry));
  const { faults, anchoredUpTo } = report([...signedLines, ...entryLines(chained(changed))]);
  expect(faults[0]).toEqual({ what: 'changed somewhere up to here', of: 'entry', at: '8', after: '5' });
  expect(anchoredUpTo).toBe(5);
});

test('finds a tail that was cut off behind what was signed', () => {
  const { faults } = report([...signedLines, ...entryLines(chain.slice(0, 10))]);
  expect(faults[0]).toEqual({ what: 'dropped', of: 'entry', at: '11' });
});

test('finds a whole bundle made anew under another key by the key that is known, and by a note kept elsewhere', () => {
  const other = generateKeyPairSync('ed25519').privateKey;
  const shorter = chained(entries.slice(0, 9));
  const lines = [
    header(raw(other)),
    { kind: 'checkpoint', note: note(shorter, 9, other) } as const,
    ...recordLines.slice(0, 3),
    ...entryLines(shorter),
  ];
  expect(report(lines).faults).toEqual([]);
  expect(report(lines, { serverKey: raw(server) }).faults).toContainEqual({
    what: 'signature',
    of: 'checkpoint',
    at: '1',
  });
  expect(report(lines, { serverKey: raw(server), notes: [note(chain, 12)] }).faults[0]).toEqual({
    what: 'dropped',
    of: 'entry',
    at: '10',
  });
});

test('names the record that is not what its station signed', () => {
  const [first, ...others] = recordLines as [BundleLine & { kind: 'record' }, ...BundleLine[]];
  const changed = { ...first, record: { ...first.record, controller: 'mallory' } };
  const { faults } = report([header(), ...checkpointLines, ...receiptLines, changed, ...others, ...entryLines(chain)]);
  expect(faults.map(({ what, at }) => [what, at])).toEqual([
    ['signature', 'record-1'],
    ['changed', 'record-1'],
    ['out of order', 'record-2'],
    ['changed', 'record-1'],
  ]);
});

test('names the record that is in the audit and not in the bundle, and the one that is only in the bundle', () => {
  const without = report([header(), ...recordLines.slice(0, 3), ...entryLines(chain)]);
  expect(without.faults).toEqual([{ what: 'dropped', of: 'record', at: 'record-4' }]);
  const fifth = recordsOf(5)[4] as IssuanceRecord;
  const beside = report([...signedLines, recordLine(fifth), ...entryLines(chain)]);
  expect(beside.faults).toEqual([{ what: 'not in the audit', of: 'record', at: 'record-5' }]);
});
