import { type Canonical, canonical } from '../../domain/canonical.ts';
import type { Failure } from '../../domain/failure.ts';
import { firstPrevious, type IssuanceRecord, type SignedReceipt, type SignedRecord } from '../../domain/record.ts';
import { recordText, textHash } from '../../domain/record-text.ts';
import type { Vault } from './database.ts';
import { fold } from './folding.ts';
import type { Delivery } from './outbox.ts';

/** A record as the lists show it, with what came of its delivery. */
export interface StoredRecord {
  readonly position: number;
  readonly signed: SignedRecord;
  readonly hash: string;
  readonly practice: boolean;
  readonly holderName: string;
  readonly token: string;
  readonly delivery: Delivery | 'practice';
  readonly failure: Failure | undefined;
  readonly receipt: SignedReceipt | undefined;
}

interface Row {
  position: number;
  record: string;
  hash: string;
  signature: string;
  practice: number;
  holder_name: string;
  token: string;
  state: string | null;
  failure: string | null;
  receipt: string | null;
}

const selected = `SELECT r.position, r.record, r.hash, r.signature, r.practice, r.holder_name, r.token,
  o.state, o.failure, o.receipt FROM records r LEFT JOIN outbox o ON o.record = r.id`;

/** Where the next record of this station goes: its sequence and the hash of the one before. */
export function nextLink(vault: Vault): { readonly sequence: number; readonly previous: string } {
  const last = vault.db
    .prepare<[], { sequence: number; hash: string }>(
      'SELECT sequence, hash FROM records WHERE practice = 0 ORDER BY sequence DESC LIMIT 1',
    )
    .get();
  return last === undefined
    ? { sequence: 1, previous: firstPrevious }
    : { sequence: last.sequence + 1, previous: last.hash };
}

/** Appends a record; its text is what was signed and what will be sent. */
export function appendRecord(
  vault: Vault,
  signed: SignedRecord,
  about: { readonly practice: boolean; readonly holderName: string; readonly token: string },
): void {
  const { record } = signed;
  vault.db
    .prepare(
      `INSERT INTO records (id, ceremony, kind, practice, sequence, record, hash, signature, holder_name, token,
         controller, recorded_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      record.id,
      record.ceremony,
      record.kind,
      about.practice ? 1 : 0,
      record.sequence,
      canonical(record as unknown as Canonical),
      textHash(recordText(record)),
      signed.signature,
      about.holderName,
      about.token,
      record.controller,
      record.recordedAt,
    );
}

export function readRecord(vault: Vault, id: string): StoredRecord | undefined {
  const row = vault.db.prepare<[string], Row>(`${selected} WHERE r.id = ?`).get(id);
  return row === undefined ? undefined : fromRow(row);
}

/** Newest first, a page at a time. */
export function listRecords(
  vault: Vault,
  query: string,
  limit: number,
  before: number | undefined,
): { readonly rows: readonly StoredRecord[]; readonly total: number } {
  const matches = `(? = '' OR instr(folded(r.holder_name), ?) > 0 OR instr(r.token, ?) > 0 OR instr(r.kind, ?) > 0
    OR instr(folded(r.controller), ?) > 0)`;
  const wanted = Array.from({ length: 5 }, () => fold(query.trim()));
  const rows = vault.db
    .prepare<unknown[], Row>(`${selected} WHERE ${matches} AND r.position < ? ORDER BY r.position DESC LIMIT ?`)
    .all(...wanted, before ?? Number.MAX_SAFE_INTEGER, limit);
  const total = vault.db
    .prepare<unknown[], { count: number }>(`SELECT count(*) AS count FROM records r WHERE ${matches}`)
    .get(...wanted);
  return { rows: rows.map(fromRow), total: total?.count ?? 0 };
}

/** Issued since a moment, practice left out. */
export function countIssuedSince(vault: Vault, since: string): number {
  const row = vault.db
    .prepare<[string], { count: number }>(
      `SELECT count(*) AS count FROM records WHERE kind = 'issued' AND practice = 0 AND recorded_at >= ?`,
    )
    .get(since);
  return row?.count ?? 0;
}

/** Issuances made here that the server has not heard of, or heard of after it last told how things stand. */
export function countUntoldIssuances(vault: Vault, toldAt: string): number {
  const row = vault.db
    .prepare<[string], { count: number }>(
      `SELECT count(*) AS count FROM records r JOIN outbox o ON o.record = r.id
       WHERE r.kind = 'issued' AND r.practice = 0
         AND (o.state = 'waiting' OR (o.state = 'delivered' AND o.delivered_at > ?))`,
    )
    .get(toldAt);
  return row?.count ?? 0;
}

/** Whether a token that was issued here before a place in the chain came to the server. */
export function wasDelivered(vault: Vault, token: string, before: number): boolean {
  const row = vault.db
    .prepare<[string, number], unknown>(
      `SELECT 1 FROM records r JOIN outbox o ON o.record = r.id
       WHERE r.token = ? AND r.kind = 'issued' AND r.practice = 0 AND r.sequence < ? AND o.state = 'delivered' LIMIT 1`,
    )
    .get(token, before);
  return row !== undefined;
}

/**
 * Whether a token was reported lost or taken from its holder behind a place in the chain. A withdrawal for a token that takes
 * its place counts from when the server has that one: until then it can still come to nothing.
 */
export function isEndedLater(vault: Vault, token: string, after: number): boolean {
  const row = vault.db
    .prepare<[string, number], unknown>(
      `SELECT 1 FROM records r JOIN outbox o ON o.record = r.id
       WHERE r.token = ? AND r.kind = 'act' AND r.practice = 0 AND r.sequence > ? AND o.state <> 'given up'
         AND r.record ->> '$.act.what' IN ('reported lost', 'withdrawn')
         AND (o.state IN ('delivered', 'kept') OR NOT EXISTS (SELECT 1 FROM outbox u
           WHERE u.record = r.record ->> '$.act.replacedBy' AND u.state IN ('waiting', 'refused', 'given up'))) LIMIT 1`,
    )
    .get(token, after);
  return row !== undefined;
}

/** Whether a token was issued here behind a place in the chain. */
export function isIssuedLater(vault: Vault, token: string, after: number): boolean {
  const row = vault.db
    .prepare<[string, number], unknown>(
      `SELECT 1 FROM records WHERE token = ? AND kind = 'issued' AND practice = 0 AND sequence > ? LIMIT 1`,
    )
    .get(token, after);
  return row !== undefined;
}

/** Whether a withdrawal of a token from somebody is under way or was refused, and the token was not issued since. */
export function isBeingWithdrawn(
  vault: Vault,
  token: string,
  holder: { readonly realm: string; readonly username: string },
): boolean {
  const row = vault.db
    .prepare<[string, string, string], unknown>(
      `SELECT 1 FROM records r JOIN outbox o ON o.record = r.id
       WHERE r.token = ? AND r.kind = 'act' AND r.practice = 0 AND o.state IN ('waiting', 'refused')
         AND r.record ->> '$.act.what' = 'withdrawn' AND r.record ->> '$.act.replacedBy' IS NULL
         AND r.record ->> '$.act.holder.realm' = ? AND r.record ->> '$.act.holder.username' = ?
         AND NOT EXISTS (SELECT 1 FROM records i
           WHERE i.token = r.token AND i.kind = 'issued' AND i.practice = 0 AND i.sequence > r.sequence) LIMIT 1`,
    )
    .get(token, holder.realm, holder.username);
  return row !== undefined;
}

/** Every record of this station as it was signed, in its order; practice is left out. */
export function* signedRecords(vault: Vault): Generator<SignedRecord, void> {
  const rows = vault.db.prepare<[], { record: string; signature: string }>(
    'SELECT record, signature FROM records WHERE practice = 0 ORDER BY sequence',
  );
  for (const { record, signature } of rows.iterate()) yield { record: JSON.parse(record) as IssuanceRecord, signature };
}

/** The server's receipts for them, in the same order. */
export function* deliveredReceipts(vault: Vault): Generator<SignedReceipt, void> {
  const rows = vault.db.prepare<[], { receipt: string }>(
    `SELECT o.receipt FROM outbox o JOIN records r ON r.id = o.record
     WHERE o.receipt IS NOT NULL AND r.practice = 0 ORDER BY r.sequence`,
  );
  for (const { receipt } of rows.iterate()) yield JSON.parse(receipt) as SignedReceipt;
}

function fromRow(row: Row): StoredRecord {
  const parse = (text: string | null) => (text === null ? undefined : JSON.parse(text));
  return {
    position: row.position,
    signed: { record: JSON.parse(row.record) as IssuanceRecord, signature: row.signature },
    hash: row.hash,
    practice: row.practice === 1,
    holderName: row.holder_name,
    token: row.token,
    delivery: row.practice === 1 ? 'practice' : ((row.state ?? 'waiting') as StoredRecord['delivery']),
    failure: parse(row.failure),
    receipt: parse(row.receipt),
  };
}
