import { type Canonical, canonical } from '../canonical.ts';
import type { Verifies } from './signed-checkpoint.ts';

/** Where a station's own audit stands: how many entries, and the hash of the last. */
export interface AuditHead {
  readonly station: string;
  /** The hash of the first entry: a vault that was put back from its records begins another audit. */
  readonly begins: string;
  readonly position: number;
  readonly hash: string;
  readonly at: string;
}

/** The same with the station's signature, Ed25519, base64url. */
export interface SignedHead {
  readonly head: AuditHead;
  readonly signature: string;
}

/** What a station signs about its audit. */
export function auditHeadText({ station, begins, position, hash, at }: AuditHead): string {
  return `keydesk-audit-head-v1\n${canonical({ station, begins, position, hash, at } satisfies Canonical)}`;
}

/** Whether a station with this key says so. */
export function isSaidBy(
  verifies: Verifies,
  station: { readonly id: string; readonly publicKey: string },
  { head, signature }: SignedHead,
): boolean {
  return head.station === station.id && verifies(station.publicKey, auditHeadText(head), signature);
}
