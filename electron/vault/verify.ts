import { createHash } from 'node:crypto';
import { KeydeskError } from '../../domain/failure.ts';
import { firstPrevious, type IssuanceRecord, type SignedReceipt } from '../../domain/record.ts';
import { auditHashAt, toldBefore } from './audit-head.ts';
import type { Vault } from './database.ts';
import { readMeta } from './meta.ts';

type Opened = Pick<Vault, 'db'>;

/** Checked whole while the vault opens: well under a third of a second. What is older is checked in slices afterwards. */
const atOpening = { audit: 20_000, records: 2_000 };
const slice = { audit: 2_000, records: 200 };

const hashOf = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');
const corrupt = (found: string, at: number) => new KeydeskError('vault/corrupt', { found, at });

/**
 * Follows the audit chain and the chain of records from their newest ends (I8): throws vault/corrupt with what does not
 * hold and where. Gives what is left to check, a slice at a time.
 */
export function verifyVault(vault: Opened, sizes = atOpening): Generator<undefined, void> {
  checkReceipts(vault);
  checkNewestRecord(vault);
  const audit = newest(vault, 'SELECT max(position) AS newest FROM audit');
  const records = newest(vault, 'SELECT max(position) AS newest FROM records');
  checkAudit(vault, audit - sizes.audit, audit);
  checkTold(vault, audit);
  checkRecords(vault, records - sizes.records, records);
  return older(vault, audit - sizes.audit, records - sizes.records);
}

function* older(vault: Opened, audit: number, records: number): Generator<undefined, void> {
  for (let to = audit; to > 0; to -= slice.audit) {
    yield;
    checkAudit(vault, to - slice.audit, to);
  }
  for (let to = records; to > 0; to -= slice.records) {
    yield;
    checkRecords(vault, to - slice.records, to);
  }
}

function newest(vault: Opened, sql: string): number {
  return vault.db.prepare<[], { newest: number | null }>(sql).get()?.newest ?? 0;
}

/** Entries after one place up to another: none left out, each linked to the one before. */
function checkAudit(vault: Opened, after: number, to: number): void {
  const rows = vault.db.prepare<[number, number], { position: number; entry: string; hash: string }>(
    'SELECT position, entry, hash FROM audit WHERE position BETWEEN ? AND ? ORDER BY position',
  );
  const from = Math.max(after, 0);
  let position = from;
  let previous = from === 0 ? '0'.repeat(64) : undefined;
  for (const row of rows.iterate(Math.max(from, 1), to)) {
    if (previous === undefined && row.position === from) {
      previous = row.hash;
      continue;
    }
    position += 1;
    // The text is canonical, so the link stands in it just so, and nowhere else.
    const link = `"position":${position},"previous":"${previous ?? ''}"`;
    const holds = row.position === position && row.entry.includes(link);
    if (!holds || hashOf(`keydesk-audit-v1\n${row.entry}`) !== row.hash) throw corrupt('audit', position);
    previous = row.hash;
  }
  if (position !== to) throw corrupt('audit', position + 1);
}

interface RecordRow {
  readonly position: number;
  readonly id: string;
  readonly practice: number;
  readonly sequence: number;
  readonly record: string;
  readonly hash: string;
  readonly receipt: string | null;
}

/** Records after one place up to another: what was signed, each with the one before it, and as the server's receipt says. */
function checkRecords(vault: Opened, after: number, to: number): void {
  const rows = vault.db.prepare<[number, number], RecordRow>(
    `SELECT r.position, r.id, r.practice, r.sequence, r.record, r.hash, o.receipt
     FROM records r LEFT JOIN outbox o ON o.record = r.id WHERE r.position > ? AND r.position <= ? ORDER BY r.position`,
  );
  const before = vault.db
    .prepare<[number], { sequence: number; hash: string }>(
      'SELECT sequence, hash FROM records WHERE practice = 0 AND position <= ? ORDER BY position DESC LIMIT 1',
    )
    .get(after);
  let last = before ?? { sequence: 0, hash: firstPrevious };
  for (const row of rows.iterate(after, to)) {
    const record = JSON.parse(row.record) as IssuanceRecord;
    const receipt = row.receipt === null ? undefined : (JSON.parse(row.receipt) as SignedReceipt);
    const whole =
      hashOf(`keydesk-record-v1\n${row.record}`) === row.hash &&
      record.id === row.id &&
      record.sequence === row.sequence &&
      (receipt === undefined || receipt.receipt.contentHash === row.hash);
    const linked = row.practice === 1 || (row.sequence === last.sequence + 1 && record.previous === last.hash);
    // Records that were brought back from a journal with gaps are as whole as they can be.
    if (!whole || !(linked || row.sequence <= salvagedUpTo(vault))) throw corrupt('record', row.position);
    if (row.practice === 0) last = { sequence: row.sequence, hash: row.hash };
  }
}

/** No receipt for a record that is not here, and none beyond the newest. */
function checkReceipts(vault: Opened): void {
  const beyond = vault.db
    .prepare<[], { sequence: number | null }>(
      `SELECT max(o.receipt ->> '$.receipt.sequence') AS sequence FROM outbox o WHERE o.receipt IS NOT NULL
         AND o.position > (SELECT max(position) FROM outbox) - 1000`,
    )
    .get()?.sequence;
  const kept = newest(vault, 'SELECT max(sequence) AS newest FROM records WHERE practice = 0');
  if (beyond !== null && beyond !== undefined && beyond > kept) throw corrupt('records missing', beyond);
}

/** The newest record names the audit's head when it was made: an audit that was cut off before it does not have it. */
function checkNewestRecord(vault: Opened): void {
  const row = vault.db
    .prepare<[], { position: number; sequence: number; head: string }>(
      `SELECT position, sequence, record ->> '$.auditHead' AS head FROM records ORDER BY position DESC LIMIT 1`,
    )
    .get();
  if (row === undefined || (row.sequence > 0 && row.sequence <= salvagedUpTo(vault))) return;
  const known = vault.db.prepare('SELECT 1 FROM audit WHERE hash = ? ORDER BY position DESC LIMIT 1').get(row.head);
  if (known === undefined) throw corrupt('audit', newest(vault, 'SELECT max(position) AS newest FROM audit') + 1);
}

/** What the server heard of the audit is in it: behind the newest record nothing else names what was there. */
function checkTold(vault: Opened, newestPosition: number): void {
  const told = toldBefore(vault);
  if (told === undefined || auditHashAt(vault, told.position) === told.hash) return;
  throw corrupt('audit', Math.min(told.position, newestPosition + 1));
}

/** The newest record that came from the journal of a vault before this one; their audit is in that vault. */
function salvagedUpTo(vault: Opened): number {
  return Number(readMeta(vault, 'salvaged') ?? 0);
}
