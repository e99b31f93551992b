import { base64 } from '@scure/base';
import { type Checkpoint, readCheckpoint, readNote, type SignedNote } from './checkpoint.ts';
import type { ContradictionKind } from './contradiction.ts';
import { extendsTree, type TreeHash } from './merkle-tree.ts';
import { signedCheckpoint, type Verifies } from './signed-checkpoint.ts';

/** What a server's newest checkpoint is, held against the one that was kept. */
export type Judgement =
  | { readonly outcome: 'nothing yet' | 'same' }
  /** The first that is kept, or one that goes on from the one that was. */
  | { readonly outcome: 'goes on'; readonly note: SignedNote; readonly checkpoint: Checkpoint }
  | { readonly outcome: Extract<ContradictionKind, 'rolled back' | 'forked' | 'key changed'> };

/**
 * Judges what the server shows by the key that is in force for a log of that size and by the checkpoint that is kept;
 * `note` is nothing when it has none. What is no note at all is told from one that is signed by somebody else: nothing is said of
 * it.
 */
export function judgeCheckpoint(
  verifies: Verifies,
  keyAt: (size: number) => string,
  kept: string | undefined,
  offered: { readonly note: string | null; readonly proof: readonly string[] },
): Judgement | undefined {
  const before = kept === undefined ? undefined : readCheckpoint(readNote(kept)?.text ?? '');
  if (offered.note === null) return { outcome: before === undefined ? 'nothing yet' : 'rolled back' };
  const note = readNote(offered.note);
  const proof = decoded(offered.proof);
  const size = readCheckpoint(note?.text ?? '')?.size;
  if (note === undefined || size === undefined || proof === undefined) return undefined;
  const checkpoint = signedCheckpoint(verifies, note, keyAt(size));
  if (checkpoint === undefined) return { outcome: 'key changed' };
  if (before === undefined) return { outcome: 'goes on', note, checkpoint };
  if (before.origin !== checkpoint.origin) return { outcome: 'key changed' };
  if (checkpoint.size < before.size) return { outcome: 'rolled back' };
  if (!extendsTree(before, checkpoint, proof)) return { outcome: 'forked' };
  return checkpoint.size === before.size ? { outcome: 'same' } : { outcome: 'goes on', note, checkpoint };
}

function decoded(proof: readonly string[]): readonly TreeHash[] | undefined {
  try {
    return proof.map((hash) => base64.decode(hash));
  } catch {
    return undefined;
  }
}
