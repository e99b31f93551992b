import { utf8ToBytes } from '@noble/hashes/utils.js';
import { base64 } from '@scure/base';
import { type AuditEntry, auditText } from '../audit.ts';
import type { Receipt } from '../record.ts';
import { textHash } from '../record-text.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { ContradictionKind } from './contradiction.ts';
import { includes, leafHash } from './merkle-tree.ts';

/** Whether the entry that a receipt tells of is in the tree of a checkpoint, where the receipt says. */
export function judgeInclusion(
  receipt: Receipt,
  { size, head }: Checkpoint,
  { entry, proof }: { readonly entry: AuditEntry | null; readonly proof: readonly string[] },
): 'proven' | Extract<ContradictionKind, 'entry changed' | 'entry missing'> {
  if (entry === null) return 'entry missing';
  const text = auditText(entry);
  const isTheOne =
    entry.position === receipt.position &&
    textHash(text) === receipt.head &&
    entry.subject === receipt.record &&
    entry.detail.contentHash === receipt.contentHash;
  const leaf = leafHash(utf8ToBytes(text));
  try {
    const isInside = includes(
      head,
      size,
      entry.position - 1,
      leaf,
      proof.map((hash) => base64.decode(hash)),
    );
    return isTheOne && isInside ? 'proven' : 'entry changed';
  } catch {
    return 'entry changed';
  }
}
