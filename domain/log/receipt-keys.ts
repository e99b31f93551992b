import { type Canonical, canonical } from '../canonical.ts';
import type { Verifies } from './signed-checkpoint.ts';

/** From a place of the audit on another key signs receipts and checkpoints; the entry at that place tells of it. */
export interface KeyChange {
  /** Raw Ed25519, base64url: the key until then, and the one from then on. */
  readonly former: string;
  readonly key: string;
  readonly position: number;
  readonly at: string;
  /** The former key's signature over the change; empty when that key was lost. */
  readonly byFormer: string;
  /** The new key's own. */
  readonly byKey: string;
}

/** What the audit calls the entry of a change. */
export const keyChangeAction = 'trail/key-changed';

/** The key that signs now, and every change before it, oldest first. */
export interface ReceiptKeys {
  readonly key: string;
  readonly changes: readonly KeyChange[];
}

/** What both keys sign. */
export function keyChangeText({
  former,
  key,
  position,
  at,
}: Pick<KeyChange, 'former' | 'key' | 'position' | 'at'>): string {
  return `keydesk-receipt-key-v1\n${canonical({ former, key, position, at } satisfies Canonical)}`;
}

/** The key in force at a place of the audit, or for a checkpoint of so many entries. */
export function keyInForce({ key, changes }: ReceiptKeys, position: number): string {
  return changes.find((change) => position < change.position)?.former ?? key;
}

/** Every change follows the one before it and is signed by the key that it brought. */
export function areInOrder(verifies: Verifies, { key, changes }: ReceiptKeys): boolean {
  return changes.every((change, place) => {
    const next = changes[place + 1];
    const follows = next === undefined ? change.key === key : change.key === next.former;
    const rises = change.position > (changes[place - 1]?.position ?? 0);
    return follows && rises && verifies(change.key, keyChangeText(change), change.byKey);
  });
}

/**
 * The first change after a trusted key that the key before it does not vouch for; `unknown` when the trusted key is none
 * of these. Nothing when the trusted key, itself or through those it vouches for, stands for the newest.
 */
export function unvouched(
  verifies: Verifies,
  { key, changes }: ReceiptKeys,
  trusted: string,
): KeyChange | 'unknown' | undefined {
  if (key === trusted) return undefined;
  const place = changes.findIndex(({ former }) => former === trusted);
  if (place < 0) return 'unknown';
  return changes.slice(place).find((change) => !verifies(change.former, keyChangeText(change), change.byFormer));
}
