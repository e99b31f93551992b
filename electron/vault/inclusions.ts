import type { SignedReceipt } from '../../domain/record.ts';
import type { Vault } from './database.ts';

/** Where in the server's log a record was proven to be, and by which checkpoint. */
export interface Inclusion {
  readonly record: string;
  readonly size: number;
  /** The entry as JSON, and the hashes that lead to the checkpoint's head, as JSON. */
  readonly entry: string;
  readonly proof: string;
  readonly provenAt: string;
}

/** A record whose receipt a checkpoint may cover. */
export interface ToProve {
  readonly record: string;
  readonly receipt: SignedReceipt;
}

/** Records with a receipt from inside a log of that size that are not proven yet, oldest first. */
export function toProve(vault: Vault, size: number, limit: number): readonly ToProve[] {
  return found(
    vault,
    `i.record IS NULL AND o.receipt ->> '$.receipt.position' <= ? ORDER BY o.position LIMIT ?`,
    size,
    limit,
  );
}

/** Records that were proven the longest ago: what was in the log once must be in it still. */
export function toProveAgain(vault: Vault, size: number, limit: number): readonly ToProve[] {
  return found(
    vault,
    `i.record IS NOT NULL AND o.receipt ->> '$.receipt.position' <= ? ORDER BY i.proven_at, o.position LIMIT ?`,
    size,
    limit,
  );
}

function found(vault: Vault, which: string, size: number, limit: number): readonly ToProve[] {
  return vault.db
    .prepare<[number, number], { record: string; receipt: string }>(
      `SELECT o.record, o.receipt FROM outbox o
       LEFT JOIN inclusions i ON i.record = o.record AND i.head = o.receipt ->> '$.receipt.head'
       WHERE o.receipt IS NOT NULL AND NOT EXISTS (SELECT 1 FROM contradictions c WHERE c.record = o.record
         AND iif(json_valid(c.kept), c.kept ->> '$.receipt.head', '') = o.receipt ->> '$.receipt.head') AND ${which}`,
    )
    .all(size, limit)
    .map(({ record, receipt }) => ({ record, receipt: JSON.parse(receipt) as SignedReceipt }));
}

/** Keeps the proof in place of an older one, in the caller's transaction. */
export function saveInclusion(
  vault: Vault,
  { record, receipt }: ToProve,
  proven: { readonly checkpoint: number; readonly entry: string; readonly proof: string },
  at: string,
): void {
  vault.db
    .prepare(
      `INSERT INTO inclusions (record, checkpoint, head, entry, proof, proven_at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (record) DO UPDATE SET checkpoint = excluded.checkpoint, head = excluded.head,
         entry = excluded.entry, proof = excluded.proof, proven_at = excluded.proven_at`,
    )
    .run(record, proven.checkpoint, receipt.receipt.head, proven.entry, proven.proof, at);
}

const selected = `SELECT i.record, k.size, i.entry, i.proof, i.proven_at AS provenAt FROM inclusions i
  JOIN kept_checkpoints k ON k.place = i.checkpoint
  JOIN outbox o ON o.record = i.record AND o.receipt ->> '$.receipt.head' = i.head`;

/** The proof of a record, as long as its receipt is the one that was proven. */
export function inclusionOf(vault: Vault, record: string): Inclusion | undefined {
  return vault.db.prepare<[string], Inclusion>(`${selected} WHERE i.record = ?`).get(record);
}

export function* inclusions(vault: Vault): Generator<Inclusion, void> {
  yield* vault.db.prepare<[], Inclusion>(`${selected} ORDER BY o.position`).iterate();
}

/** How many of the records with a receipt are proven. */
export function countInclusions(vault: Vault): { readonly proven: number; readonly delivered: number } {
  const row = vault.db
    .prepare<[], { proven: number; delivered: number }>(
      `SELECT count(i.record) AS proven, count(*) AS delivered FROM outbox o
       LEFT JOIN inclusions i ON i.record = o.record AND i.head = o.receipt ->> '$.receipt.head'
       WHERE o.receipt IS NOT NULL`,
    )
    .get();
  return row ?? { proven: 0, delivered: 0 };
}

/** A log that a person gave up proves nothing any more. */
export function forgetInclusions(vault: Vault): void {
  vault.db.exec('DELETE FROM inclusions');
}
