import { createPublicKey, verify } from 'node:crypto';
import { expect } from 'vitest';
import { type AuditEntry, firstBrokenLink } from '../../domain/audit.ts';
import type { Ceremony } from '../../domain/ceremony.ts';
import { firstPrevious, type IssuanceRecord, type SignedReceipt } from '../../domain/record.ts';
import { receiptText, recordText, textHash } from '../../domain/record-text.ts';
import { auditEntries } from '../../electron/vault/audit-log.ts';
import { closeVault, flushLog, openVault, type Vault } from '../../electron/vault/database.ts';
import { readJournal } from '../../electron/vault/records-journal.ts';
import { serverKeyAt } from '../../electron/vault/server-key.ts';
import { readEnrolment } from '../../electron/vault/station.ts';
import { seedsInFiles } from './seeds-in-files.ts';

interface StoredRecord {
  readonly record: string;
  readonly hash: string;
  readonly practice: number;
  readonly state: string | null;
  readonly receipt: string | null;
}

interface StoredIssuance {
  readonly id: string;
  readonly ceremony: string;
  readonly token: string;
  readonly slot: number;
  readonly state: string;
  readonly practice: number;
  readonly seed: Uint8Array | null;
  readonly sealed_seed: string | null;
}

/**
 * Opens a vault that nobody runs on and checks I1 to I9 of the proof plan, as far as one vault can show them. A process
 * that was killed may have wiped without emptying its log: then the files are searched after what recovery does first.
 */
export async function checkVaultAt(directory: string, left: 'closed' | 'killed' = 'closed'): Promise<void> {
  const before = seedsInFiles(directory);
  const vault = await openVault(directory, undefined);
  try {
    if (left === 'killed') flushLog(vault);
    checkInvariants(vault, left === 'killed' ? seedsInFiles(directory) : before);
    if (left === 'closed') {
      const journaled = readJournal(directory).records.map(({ record }) => record.id);
      const chained = vault.db.prepare('SELECT id FROM records WHERE practice = 0 ORDER BY sequence').pluck().all();
      expect(journaled, 'I4: every record lies in a second file').toEqual(chained);
    }
  } finally {
    closeVault(vault);
  }
}

function checkInvariants(vault: Vault, inFiles: ReadonlySet<string>): void {
  const all = <T>(sql: string) => vault.db.prepare<[], T>(sql).all();
  const issuances = all<StoredIssuance>('SELECT * FROM issuances');
  const stored = all<StoredRecord>(
    `SELECT r.record, r.hash, r.practice, o.state, o.receipt FROM records r LEFT JOIN outbox o ON o.record = r.id
     ORDER BY r.position`,
  );
  const records = stored.map((row) => ({ ...row, record: JSON.parse(row.record) as IssuanceRecord }));
  const ceremonies = all<{ state: string }>('SELECT state FROM ceremonies').map(
    (row) => JSON.parse(row.state) as Ceremony,
  );
  const audit = [...auditEntries(vault)];

  seedsAreKept(issuances, records, inFiles);
  const spares = new Set(all<{ id: string }>('SELECT id FROM lane_tokens').map(({ id }) => id));
  issuedMeansProven(issuances, records, audit, spares);
  oneIssuanceASlot(issuances, records);
  endsHaveRecords(ceremonies, issuances, records);
  receiptsHold(vault, records);
  recordsAreChained(records);
  expect(firstBrokenLink(audit), 'I8: the audit chain holds').toBeUndefined();
  effectsHaveEntries(issuances, records, audit);
}

type Records = readonly (Omit<StoredRecord, 'record'> & { readonly record: IssuanceRecord })[];
type Audit = readonly { readonly entry: AuditEntry; readonly hash: string }[];

function seedsAreKept(issuances: readonly StoredIssuance[], records: Records, inFiles: ReadonlySet<string>): void {
  for (const one of issuances) {
    const open = ['prepared', 'writing', 'programmed'].includes(one.state);
    expect(one.seed !== null, `I1: ${one.state} keeps the station's copy only until it is proven`).toBe(open);
    expect(inFiles.has(one.id), `I1: no file has the station's copy of what is ${one.state}`).toBe(open);
    if (one.practice === 1) continue;
    const delivered = records.some(
      ({ record, state }) =>
        state === 'delivered' &&
        (record.kind === 'issued'
          ? record.credential.issuance === one.id
          : spareIn(record) === one.id || ('issuance' in record && record.issuance === one.id)),
    );
    expect(one.sealed_seed === null, 'I1: sealed to the server from birth until it has the record').toBe(delivered);
  }
}

/** The issuance of a spare that a record tells of. */
function spareIn(record: IssuanceRecord): string | undefined {
  return record.kind === 'act' && record.act.what === 'reprogrammed' ? record.act.credential.issuance : undefined;
}

function issuedMeansProven(
  issuances: readonly StoredIssuance[],
  records: Records,
  audit: Audit,
  spares: ReadonlySet<string>,
): void {
  const said = (action: string, subject: string) =>
    audit.filter(({ entry }) => entry.action === action && entry.subject === subject);
  for (const one of issuances.filter(({ state }) => state === 'verified' || state === 'issued')) {
    expect(said('token/written', one.id), 'I2: the token proved the write').toHaveLength(1);
    if (spares.has(one.ceremony)) {
      const told = records.filter(({ record }) => spareIn(record) === one.id);
      expect(told, 'I2: a spare that proved itself has its record').toHaveLength(1);
      continue;
    }
    const codes = said('code/accepted', one.id).map(({ entry }) => entry.detail.codes);
    expect(codes.slice(-2), 'I2: two codes in a row').toEqual([1, 2]);
  }
  for (const { record } of records) {
    if (record.kind !== 'issued') continue;
    const one = issuances.find(({ id }) => id === record.credential.issuance);
    expect(['issued', 'void'], 'I2: an issued record has an issued credential').toContain(one?.state);
  }
}

function oneIssuanceASlot(issuances: readonly StoredIssuance[], records: Records): void {
  const active = issuances
    .filter(({ state }) => ['writing', 'programmed', 'verified', 'issued'].includes(state))
    .map(({ token, slot }) => `${token}/${slot}`);
  expect(new Set(active).size, 'I3: one active issuance a slot').toBe(active.length);
  const issued = records.flatMap(({ record }) => (record.kind === 'issued' ? [record.credential.issuance] : []));
  expect(new Set(issued).size, 'I3: an issuance is issued once').toBe(issued.length);
}

function endsHaveRecords(
  ceremonies: readonly Ceremony[],
  issuances: readonly StoredIssuance[],
  records: Records,
): void {
  const ids = new Map(records.map(({ record }) => [record.id, record]));
  for (const { id, outcome } of ceremonies) {
    if (outcome === undefined) continue;
    expect(ids.get(outcome.record)?.kind, 'I4: what was seen as ended is there').toBe(outcome.kind);
    const open = issuances.filter(
      (one) => one.ceremony === id && !['issued', 'void', 'quarantined'].includes(one.state),
    );
    expect(open, 'I2: nothing of an ended ceremony is left open').toEqual([]);
  }
  for (const one of issuances.filter(({ state }) => state === 'quarantined')) {
    const told = records.some(({ record }) => record.kind === 'quarantined' && record.issuance === one.id);
    expect(told, 'I2: an unknown outcome has a record').toBe(true);
  }
}

function receiptsHold(vault: Vault, records: Records): void {
  const enrolment = readEnrolment(vault);
  for (const { record, hash, practice, state, receipt } of records) {
    expect(state === null, 'practice stays here, everything else waits for its receipt').toBe(practice === 1);
    expect(receipt !== null, 'I4: only a receipt closes an entry').toBe(state === 'delivered');
    if (receipt === null || enrolment?.kind !== 'keydesk') continue;
    const signed = JSON.parse(receipt) as SignedReceipt;
    expect(signed.receipt).toMatchObject({ record: record.id, contentHash: hash, sequence: record.sequence });
    const x = serverKeyAt(enrolment, signed.receipt.position);
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    const text = Buffer.from(receiptText(signed.receipt));
    expect(verify(null, text, key, Buffer.from(signed.signature, 'base64url')), 'I4: the server signed it').toBe(true);
  }
}

function recordsAreChained(records: Records): void {
  let previous = firstPrevious;
  let sequence = 0;
  for (const { record, hash, practice } of records) {
    expect(textHash(recordText(record)), 'a record is what was signed').toBe(hash);
    if (practice === 1) {
      expect(record.sequence).toBe(0);
      continue;
    }
    sequence += 1;
    expect({ sequence: record.sequence, previous: record.previous }, 'I7: order is the chain').toEqual({
      sequence,
      previous,
    });
    previous = hash;
  }
}

/** Each effect and its entry are in one transaction: neither is ever there alone. */
function effectsHaveEntries(issuances: readonly StoredIssuance[], records: Records, audit: Audit): void {
  const subjects = (action: string) =>
    audit.filter(({ entry }) => entry.action === action).map(({ entry }) => entry.subject);
  expect(subjects('record/made'), 'I9: records and their entries').toEqual(records.map(({ record }) => record.id));
  for (const { record } of records) {
    const entry = audit.find((one) => one.entry.action === 'record/made' && one.entry.subject === record.id);
    expect(entry?.hash, 'I9: a record names its place in the audit').toBe(record.auditHead);
  }
  expect(subjects('issuance/prepared'), 'I9: intents and their entries').toEqual(issuances.map(({ id }) => id));
  const delivered = records.filter(({ state }) => state === 'delivered').map(({ record }) => record.id);
  expect([...subjects('record/delivered')].sort(), 'I9: receipts and their entries').toEqual(delivered.sort());
}
