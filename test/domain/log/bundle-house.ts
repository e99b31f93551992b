import { createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { type AuditEntry, auditHash, auditText } from '../../../domain/audit.ts';
import type { BundleLine, BundleReport } from '../../../domain/log/bundle.ts';
import { bundleWriter } from '../../../domain/log/bundle-writer.ts';
import { checkpointText, keyIdOf, noteText, readNote, signatureKind } from '../../../domain/log/checkpoint.ts';
import { leafHash, treeHead } from '../../../domain/log/merkle-tree.ts';
import type { KeyChange } from '../../../domain/log/receipt-keys.ts';
import { countersigned } from '../../../domain/log/signed-checkpoint.ts';
import { type BundleChecks, bundleCheck } from '../../../domain/log/verify-bundle.ts';
import { firstPrevious, type IssuanceRecord, type Receipt } from '../../../domain/record.ts';
import { receiptText, recordText, textHash } from '../../../domain/record-text.ts';

export const server = generateKeyPairSync('ed25519').privateKey;
export const station = generateKeyPairSync('ed25519').privateKey;
export const raw = (key: KeyObject) => createPublicKey(key).export({ format: 'jwk' }).x ?? '';
export const origin = 'desk.example/audit';
export const signText = (key: KeyObject, text: string) => sign(null, Buffer.from(text), key).toString('base64url');

export const verifies: BundleChecks['verifies'] = (publicKey, text, signature) =>
  publicKey !== '' &&
  verify(
    null,
    Buffer.from(text),
    createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' }),
    Buffer.from(signature, 'base64url'),
  );

export interface Hashed {
  readonly entry: AuditEntry;
  readonly hash: string;
}

/** A chain over entries whose places and links are made anew. */
export function chained(entries: readonly Pick<AuditEntry, 'action' | 'subject' | 'detail'>[]): Hashed[] {
  const chain: Hashed[] = [];
  for (const { action, subject, detail } of entries) {
    const previous = chain.at(-1)?.hash ?? firstPrevious;
    const at = '2026-05-04T09:00:00.000Z';
    const entry = { position: chain.length + 1, at, actor: 'station-1', action, subject, detail, previous };
    chain.push({ entry, hash: auditHash(entry) });
  }
  return chain;
}

export function recordsOf(count: number): IssuanceRecord[] {
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

/** A signed checkpoint over the first entries, countersigned by the station when it is named. */
export function note(chain: readonly Hashed[], size: number, key = server, witness?: KeyObject): string {
  const head = treeHead(chain.slice(0, size).map(({ entry }) => leafHash(utf8ToBytes(auditText(entry)))));
  const text = checkpointText({ origin, size, head });
  const keyId = keyIdOf(origin, signatureKind.log, Buffer.from(raw(key), 'base64url'));
  const made = noteText({ text, signatures: [{ name: origin, keyId, signature: sign(null, Buffer.from(text), key) }] });
  return witness === undefined ? made : witnessed(made, witness);
}

/** A note with a signature of the station under it. */
export function witnessed(text: string, key: KeyObject, name = 'station-1'): string {
  const read = readNote(text);
  if (read === undefined) throw new Error('no note');
  const signer = { name, publicKey: raw(key), sign: (signed: string) => signText(key, signed) };
  return noteText(countersigned(read, signer, 1_777_885_200));
}

/** Entry 2, 5, 8 ... tell of a record; checkpoints at 4, countersigned, and at the end. */
const records = recordsOf(4);
export const entries = records.flatMap((record, place) => [
  { action: 'validate/accepted', subject: `login ${place}`, detail: { success: true } },
  { action: 'record/stopped', subject: record.id, detail: { contentHash: textHash(recordText(record)) } },
  { action: 'token/disable', subject: `token ${place}`, detail: {} },
]);
export const chain = chained(entries);

export function header(serverKey = raw(server), changes: readonly KeyChange[] = []): BundleLine {
  const stations = [{ id: 'station-1', name: 'Zürich', publicKey: raw(station) }];
  const exportedAt = '2026-05-05T09:00:00.000Z';
  const signer = { origin, key: serverKey };
  const log = { ...signer, ...(changes.length === 0 ? {} : { changes }) };
  return { kind: 'header', version: 3, log: 'server', ...signer, server: log, stations, exportedAt };
}

export function receiptOf(record: IssuanceRecord, about: readonly Hashed[], key = server): BundleLine {
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
  return { kind: 'receipt', receipt, signature: signText(key, receiptText(receipt)) };
}

export function recordLine(record: IssuanceRecord): BundleLine {
  return { kind: 'record', record, signature: signText(station, recordText(record)) };
}

export function entryLines(about: readonly Hashed[]): BundleLine[] {
  return about.map((one) => ({ kind: 'entry', ...one }));
}

export const checkpointLines: readonly BundleLine[] = [
  { kind: 'checkpoint', note: note(chain, 4, server, station) },
  { kind: 'checkpoint', note: note(chain, 12) },
];
export const receiptLines = records.map((record) => receiptOf(record, chain));
export const recordLines = records.map(recordLine);
/** The whole bundle but its last line. */
export const wholeLines: readonly BundleLine[] = [
  header(),
  ...checkpointLines,
  ...receiptLines,
  ...recordLines,
  ...entryLines(chain),
];

/** The lines as they are written to a file, with the last one. */
export function written(lines: readonly BundleLine[], key = server): string[] {
  const writer = bundleWriter((text) => signText(key, text));
  return [...lines.map((line) => writer.line(line)), writer.end()].map((text) => text.trimEnd());
}

/** What verifying says of lines of text. */
export function verified(texts: readonly string[], extra: Partial<BundleChecks> = {}): BundleReport {
  const check = bundleCheck({ verifies, ...extra });
  for (const text of texts) check.take(text);
  return check.end();
}

/** What verifying says of a bundle that was exported like this. */
export function report(lines: readonly BundleLine[], extra: Partial<BundleChecks> = {}, key = server): BundleReport {
  return verified(written(lines, key), extra);
}
