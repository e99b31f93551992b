import type { AuditEntry } from '../audit.ts';
import type { SignedReceipt, SignedRecord } from '../record.ts';
import type { SignedHead } from './audit-head.ts';
import type { Contradiction } from './contradiction.ts';
import type { KeyChange } from './receipt-keys.ts';

/** The kinds of lines, in the order in which they stand. */
export const bundleKinds = [
  'header',
  'checkpoint',
  'kept',
  'contradiction',
  'head',
  'receipt',
  'record',
  'disputed',
  'inclusion',
  'entry',
  'end',
] as const satisfies readonly BundleLine['kind'][];

/**
 * What is exported for somebody who trusts no server: one JSON value a line, in this order, so that a file of any size
 * is read from its beginning to its end. A server exports its log; a desk exports its own, and what it keeps of the
 * server's.
 *
 *   header         one
 *   checkpoint     signed notes of this log, smallest first, with the stations' signatures under them
 *   kept           a desk's: the server's notes that it keeps, smallest first, with its own signature
 *   contradiction  what stations found that contradicts what they keep
 *   head           a server's: where each station said that its own audit stands
 *   receipt        as the stations and holders have them
 *   record         as the stations signed them, each station's in its order
 *   disputed       the same, of what the server keeps and did not take
 *   inclusion      a desk's: where in the server's log a record is, and the way from it to a kept checkpoint
 *   entry          the audit, first to last
 *   end            how many of each there are with a hash over them, and one signature over that
 */
export type BundleLine =
  | {
      readonly kind: 'header';
      /** 2 has no heads, and one hash over all lines. */
      readonly version: 2 | 3;
      readonly log: 'server' | 'desk';
      /** The log's name, as in its checkpoints, and the key that signs them: raw Ed25519, base64url. */
      readonly origin: string;
      readonly key: string;
      /** Whose receipts these are, and how its key was changed; of a server's bundle it is the log itself. */
      readonly server: { readonly origin: string; readonly key: string; readonly changes?: readonly KeyChange[] };
      readonly stations: readonly { readonly id: string; readonly name: string; readonly publicKey: string }[];
      readonly exportedAt: string;
    }
  | { readonly kind: 'checkpoint'; readonly note: string }
  | { readonly kind: 'kept'; readonly note: string }
  | ({ readonly kind: 'contradiction' } & Contradiction)
  | ({ readonly kind: 'head' } & SignedHead)
  | ({ readonly kind: 'receipt' } & SignedReceipt)
  | ({ readonly kind: 'record' } & SignedRecord)
  | ({ readonly kind: 'disputed' } & SignedRecord)
  | {
      readonly kind: 'inclusion';
      readonly record: string;
      readonly size: number;
      readonly entry: AuditEntry;
      readonly proof: readonly string[];
    }
  | { readonly kind: 'entry'; readonly entry: AuditEntry; readonly hash: string }
  | {
      readonly kind: 'end';
      readonly counts: BundleCounts;
      readonly hashes?: BundleHashes;
      readonly signature: string;
    };

/** How many of each kind of line, and of signatures under checkpoints. */
export type BundleCounts = Readonly<Partial<Record<BundleLine['kind'] | 'countersignature', number>>>;

/** A hash over the lines of each kind, hex. */
export type BundleHashes = Readonly<Partial<Record<BundleLine['kind'] | 'all', string>>>;

/** What does not hold, and where: a place in the audit (`entry`), the id of a record, a size, a line's number. */
export interface BundleFault {
  readonly what:
    | 'changed'
    | 'dropped'
    | 'moved'
    | 'added'
    | 'changed somewhere up to here'
    | 'signature'
    | 'key not in force'
    | 'not vouched for'
    | 'out of order'
    | 'not in the audit'
    | 'unreadable';
  readonly of: BundleLine['kind'] | 'countersignature' | 'line' | 'key';
  readonly at: string;
  /** For what is only known to lie between two places: the last one that holds. */
  readonly after?: string;
  /** The entry that stands there now. */
  readonly found?: AuditEntry | undefined;
  /** The entry that stands before it, the last that holds. */
  readonly before?: AuditEntry | undefined;
}

/** A station's newest signature under a checkpoint of the log. */
interface Countersigner {
  readonly station: string;
  readonly name: string;
  readonly size: number;
  readonly seconds: number;
}

/** What was kept elsewhere, held against the bundle. */
export interface ComparedNote {
  readonly size: number;
  readonly outcome: 'holds' | 'another history' | 'beyond' | 'not reached' | 'another log' | 'signature';
}

/** What a station told its server of its own audit, held against the station's bundle. */
export interface ComparedHead {
  readonly position: number;
  readonly at: string;
  readonly outcome:
    | 'holds'
    | 'another history'
    | 'beyond'
    | 'not reached'
    | 'former audit'
    | 'another key'
    | 'another server'
    | 'not known';
}

/** What was looked at, and what does not hold: the first fault of the audit before all others. */
export interface BundleReport {
  readonly log: 'server' | 'desk';
  readonly origin: string;
  readonly key: string;
  readonly serverKey: string;
  readonly keyChanges: readonly KeyChange[];
  readonly counts: BundleCounts;
  /** Up to which entry a checkpoint, receipt or record with a good signature holds. */
  readonly anchoredUpTo: number;
  readonly countersigners: readonly Countersigner[];
  readonly contradictions: readonly Contradiction[];
  readonly compared: readonly ComparedNote[];
  readonly heads: readonly ComparedHead[];
  /** The first ones. */
  readonly faults: readonly BundleFault[];
  /** How many there are beside them. */
  readonly moreFaults: number;
}
