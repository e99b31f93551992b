import type { AuditEntry } from '../audit.ts';
import type { SignedReceipt, SignedRecord } from '../record.ts';

/**
 * What is exported for somebody who trusts no server: one JSON value a line, in this order, so that a file of any size
 * is read from its beginning to its end.
 *
 *   header       one
 *   checkpoint   signed notes of the log, smallest first
 *   receipt      as the stations and holders have them
 *   record       as the stations signed them, each station's in its order
 *   disputed     the same, of what the server keeps and did not take
 *   entry        the audit, first to last
 */
export type BundleLine =
  | {
      readonly kind: 'header';
      readonly version: 1;
      /** The log's name, as in its checkpoints. */
      readonly origin: string;
      /** Signs receipts and checkpoints: raw Ed25519, base64url. */
      readonly serverKey: string;
      readonly stations: readonly { readonly id: string; readonly name: string; readonly publicKey: string }[];
      readonly exportedAt: string;
    }
  | { readonly kind: 'checkpoint'; readonly note: string }
  | ({ readonly kind: 'receipt' } & SignedReceipt)
  | ({ readonly kind: 'record' } & SignedRecord)
  | ({ readonly kind: 'disputed' } & SignedRecord)
  | { readonly kind: 'entry'; readonly entry: AuditEntry; readonly hash: string };

/** What does not hold, and where: a place in the audit (`entry`) or the id of a record. */
export interface BundleFault {
  readonly what:
    | 'changed'
    | 'dropped'
    | 'moved'
    | 'added'
    | 'changed somewhere up to here'
    | 'signature'
    | 'out of order'
    | 'not in the audit'
    | 'unreadable';
  readonly of: 'entry' | 'record' | 'receipt' | 'checkpoint' | 'line';
  readonly at: string;
  /** For what is only known to lie between two places: the last one that holds. */
  readonly after?: string;
}

/** What was looked at, and the first thing of each kind that does not hold. */
export interface BundleReport {
  readonly origin: string;
  readonly serverKey: string;
  readonly entries: number;
  readonly records: number;
  readonly receipts: number;
  readonly checkpoints: number;
  /** Up to which entry a checkpoint or receipt with a good signature holds. */
  readonly anchoredUpTo: number;
  readonly faults: readonly BundleFault[];
}
