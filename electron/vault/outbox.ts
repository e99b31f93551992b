import type { Failure } from '../../domain/failure.ts';
import type { IssuanceRecord, SignedReceipt, SignedRecord } from '../../domain/record.ts';
import type { Vault } from './database.ts';
import { dropSealed, wipeSecrets } from './issuances.ts';

/**
 * `delivered` once the server's receipt is kept, or a privacyIDEA server has the token; `kept` when a privacyIDEA server
 * has no use for the record; `given up` when a person decided so after a refusal.
 */
export type Delivery = 'waiting' | 'refused' | 'delivered' | 'kept' | 'given up';

/** A record on its way to the server, or at its end. */
export interface OutboxEntry {
  readonly position: number;
  readonly state: Delivery;
  /** The server gave a receipt for it before: it is sent again because the server may have lost it. */
  readonly hadReceipt: boolean;
  /** What a person decided after a refusal: another token of that serial may be revoked for this one. */
  readonly mayReplace: boolean;
  readonly signed: SignedRecord;
  readonly hash: string;
  readonly enqueuedAt: string;
}

/** Puts a record in the queue, in the transaction that made it. */
export function enqueue(vault: Vault, record: string, at: string): void {
  vault.db.prepare(`INSERT INTO outbox (record, state, enqueued_at) VALUES (?, 'waiting', ?)`).run(record, at);
}

interface Row {
  readonly position: number;
  readonly state: string;
  readonly record: string;
  readonly signature: string;
  readonly hash: string;
  readonly decision: string;
  readonly had_receipt: number;
  readonly enqueued_at: string;
}

const selected = `SELECT o.position, o.state, r.record, r.signature, r.hash, o.decision, o.enqueued_at,
  o.receipt IS NOT NULL AS had_receipt
  FROM outbox o JOIN records r ON r.id = o.record`;

/** The oldest entry after a place in the queue whose delivery is not over. */
export function nextInOutbox(vault: Vault, after: number): OutboxEntry | undefined {
  return fromRow(
    vault.db
      .prepare<[number], Row>(
        `${selected} WHERE o.state IN ('waiting', 'refused') AND o.position > ? ORDER BY o.position LIMIT 1`,
      )
      .get(after),
  );
}

/** The entry of one place in this station's chain, whatever became of it. */
export function outboxAt(vault: Vault, sequence: number): OutboxEntry | undefined {
  return fromRow(vault.db.prepare<[number], Row>(`${selected} WHERE r.practice = 0 AND r.sequence = ?`).get(sequence));
}

function fromRow(row: Row | undefined): OutboxEntry | undefined {
  if (row === undefined) return undefined;
  return {
    position: row.position,
    state: row.state as Delivery,
    hadReceipt: row.had_receipt === 1,
    mayReplace: row.decision === 'replace',
    signed: { record: JSON.parse(row.record) as IssuanceRecord, signature: row.signature },
    hash: row.hash,
    enqueuedAt: row.enqueued_at,
  };
}

/** Only a verified receipt closes an entry; with it, what was sealed for the server is kept in the record alone. */
export function closeEntry(vault: Vault, position: number, receipt: SignedReceipt, at: string): void {
  dropSealed(vault, receipt.receipt.record, at);
  vault.db
    .prepare(`UPDATE outbox SET state = 'delivered', receipt = ?, failure = NULL, delivered_at = ? WHERE position = ?`)
    .run(JSON.stringify(receipt), at, position);
}

/** The server said no: shown to the controller, and tried again only when asked. */
export function parkEntry(vault: Vault, position: number, failure: Failure): void {
  vault.db
    .prepare(`UPDATE outbox SET state = 'refused', failure = ?, receipt = NULL, delivered_at = NULL WHERE position = ?`)
    .run(JSON.stringify(failure), position);
}

/** A person decided that a refused record is taken after all: it goes to the server again. */
export function unparkEntry(vault: Vault, position: number): void {
  vault.db.prepare(`UPDATE outbox SET state = 'waiting', failure = NULL WHERE position = ?`).run(position);
}

/** A privacyIDEA server has the token, or has no use for the record, or a person gave it up: no secret of it stays here. */
export function endEntry(
  vault: Vault,
  position: number,
  state: Extract<Delivery, 'delivered' | 'kept' | 'given up'>,
  at: string,
): void {
  const row = vault.db
    .prepare<[number], { issuance: string | null }>(
      `SELECT r.record ->> '$.credential.issuance' AS issuance FROM outbox o JOIN records r ON r.id = o.record
       WHERE o.position = ?`,
    )
    .get(position);
  if (row?.issuance) wipeSecrets(vault, row.issuance);
  vault.db
    .prepare(`UPDATE outbox SET state = ?, receipt = NULL, delivered_at = ? WHERE position = ?`)
    .run(state, state === 'delivered' ? at : null, position);
  if (state !== 'given up') vault.db.prepare('UPDATE outbox SET failure = NULL WHERE position = ?').run(position);
}

/** The entry of a record, whatever became of it. */
export function outboxOf(vault: Vault, record: string): OutboxEntry | undefined {
  return fromRow(vault.db.prepare<[string], Row>(`${selected} WHERE o.record = ?`).get(record));
}

/** A person decided that the token may take the place of the one that the server has under its serial. */
export function allowReplacing(vault: Vault, position: number): void {
  vault.db.prepare(`UPDATE outbox SET decision = 'replace' WHERE position = ?`).run(position);
}

export function countOutbox(vault: Vault): {
  readonly waiting: number;
  readonly refused: number;
  readonly since: string | null;
} {
  const row = vault.db
    .prepare<[], { waiting: number; refused: number; since: string | null }>(
      `SELECT count(*) FILTER (WHERE state = 'waiting') AS waiting, count(*) FILTER (WHERE state = 'refused') AS refused,
         min(enqueued_at) AS since FROM outbox WHERE state IN ('waiting', 'refused')`,
    )
    .get();
  return row ?? { waiting: 0, refused: 0, since: null };
}

export function lastDeliveredAt(vault: Vault): string | null {
  const row = vault.db.prepare<[], { at: string | null }>('SELECT max(delivered_at) AS at FROM outbox').get();
  return row?.at ?? null;
}

/** Whether something this desk said of a token has not been offered to the server yet. */
export function isWaiting(vault: Vault, token: string): boolean {
  const row = vault.db
    .prepare<[string], { count: number }>(
      `SELECT count(*) AS count FROM outbox o JOIN records r ON r.id = o.record WHERE r.token = ? AND o.state = 'waiting'`,
    )
    .get(token);
  return (row?.count ?? 0) > 0;
}

/** Whether the newest word on a token is that it was written anew here, and the server has not heard it yet. */
export function isNewlyWritten(vault: Vault, token: string): boolean {
  const row = vault.db
    .prepare<[string], { what: string | null; state: Delivery }>(
      `SELECT r.record ->> '$.act.what' AS what, o.state FROM outbox o JOIN records r ON r.id = o.record
       WHERE r.token = ? ORDER BY o.position DESC LIMIT 1`,
    )
    .get(token);
  return row?.what === 'reprogrammed' && row.state === 'waiting';
}

/** Whether the server has everything this desk ever said of a token. */
export function allDelivered(vault: Vault, token: string): boolean {
  const row = vault.db
    .prepare<[string], { count: number }>(
      `SELECT count(*) AS count FROM outbox o JOIN records r ON r.id = o.record
       WHERE r.token = ? AND o.state IN ('waiting', 'refused')`,
    )
    .get(token);
  return row?.count === 0;
}

/** The server may have lost what it has behind a place of its log: what it gave a receipt for is sent again. */
export function sendAgain(vault: Vault, afterPosition: number): number {
  return vault.db
    .prepare(`UPDATE outbox SET state = 'waiting' WHERE state = 'delivered' AND receipt ->> '$.receipt.position' > ?`)
    .run(afterPosition).changes;
}
