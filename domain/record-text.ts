import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { type Canonical, canonical } from './canonical.ts';
import type { IssuanceRecord, Receipt } from './record.ts';

/** The text a station signs: a line that says what it is, then the canonical record. */
export function recordText(record: IssuanceRecord): string {
  return `keydesk-record-v1\n${canonical(record as unknown as Canonical)}`;
}

/** The text the server signs. */
export function receiptText(receipt: Receipt): string {
  return `keydesk-receipt-v1\n${canonical(receipt as unknown as Canonical)}`;
}

/** SHA-256 of a text's UTF-8 bytes, 64 hex digits. */
export function textHash(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/** What binds a sealed secret to its place: additional data of the seal, so that it opens nowhere else. */
export function sealContext(
  what: 'seed' | 'pin',
  place: { keyId: string; station: string; issuance: string; token: string; slot: number },
): string {
  return `keydesk-v1|${what}|${place.keyId}|${place.station}|${place.issuance}|${place.token}|${place.slot}`;
}
