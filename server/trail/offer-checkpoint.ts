import type { InclusionReply, OfferedCheckpoint } from '../../domain/contract/trail-wire.ts';
import type { TreeHash } from '../../domain/log/merkle-tree.ts';
import { storedConsistencyProof, storedInclusionProof } from '../../domain/log/stored-tree.ts';
import type { SignedReceipt } from '../../domain/record.ts';
import type { Installation } from '../installation.ts';
import { StationError } from '../station/station-error.ts';
import { keptNodes } from './kept-tree.ts';

/** The newest checkpoint with the proof that it goes on from an older size; of a larger size there is none. */
export async function offerCheckpoint(
  { store }: Pick<Installation, 'store'>,
  from: number,
): Promise<OfferedCheckpoint> {
  const newest = await store.checkpoints.newest();
  if (newest === undefined) return { note: null, proof: [] };
  const proof = from > newest.size ? [] : await storedConsistencyProof(keptNodes(store), from, newest.size);
  return { note: newest.note, proof: proof.map(toBase64) };
}

/** For a station's own records: each one's audit entry, and the way from it to the head of a checkpoint. */
export async function proveInclusion(
  { store }: Pick<Installation, 'store'>,
  station: string,
  { size, records }: { readonly size: number; readonly records: readonly string[] },
): Promise<InclusionReply> {
  if ((await store.checkpoints.find(size)) === undefined) {
    throw new StationError('refused', `the log has no checkpoint of ${size} entries`);
  }
  const nodes = keptNodes(store);
  const replies: InclusionReply['records'][number][] = [];
  for (const record of records) {
    const known = await store.records.find(record);
    const { position } = known === undefined ? { position: 0 } : (JSON.parse(known.receipt) as SignedReceipt).receipt;
    const isInside = known?.station === station && position <= size;
    const entry = isInside ? await store.audit.at(position) : undefined;
    const proof = entry === undefined ? [] : await storedInclusionProof(nodes, position - 1, size);
    replies.push({ record, entry: entry ?? null, proof: proof.map(toBase64) });
  }
  return { records: replies };
}

function toBase64(hash: TreeHash): string {
  return Buffer.from(hash).toString('base64');
}
