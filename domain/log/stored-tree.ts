import { type TreeHash, treeHead } from './merkle-tree.ts';

/** The head of a complete subtree of 2^level leaves, the place-th of its level. A leaf's hash is level 0. */
export type NodeAt = (level: number, place: number) => Promise<TreeHash>;

/** The head of the tree over the first leaves of a log whose complete subtrees are kept. */
export function storedHead(nodeAt: NodeAt, size: number): Promise<TreeHash> {
  return size === 0 ? Promise.resolve(treeHead([])) : rangeHead(nodeAt, 0, size);
}

/** The hashes that lead from a leaf to the head of a tree of that size (RFC 6962, 2.1.1), without looking at every leaf. */
export async function storedInclusionProof(nodeAt: NodeAt, place: number, size: number): Promise<readonly TreeHash[]> {
  if (place < 0 || place >= size) throw new RangeError('there is no such leaf');
  const proof: TreeHash[] = [];
  for (let [start, end] = [0, size]; end - start > 1; ) {
    const split = start + splitOf(end - start);
    const beside = place < split ? ([split, end] as const) : ([start, split] as const);
    proof.unshift(await rangeHead(nodeAt, ...beside));
    if (place < split) end = split;
    else start = split;
  }
  return proof;
}

/** The hashes that show that a tree begins with an older one (RFC 6962, 2.1.2), without looking at every leaf. */
export async function storedConsistencyProof(
  nodeAt: NodeAt,
  oldSize: number,
  size: number,
): Promise<readonly TreeHash[]> {
  if (oldSize < 0 || oldSize > size) throw new RangeError('the older tree is not older');
  if (oldSize === 0 || oldSize === size) return [];
  const proof: TreeHash[] = [];
  let [start, end, whole] = [0, size, true];
  while (end !== oldSize) {
    const split = start + splitOf(end - start);
    if (oldSize <= split) {
      proof.unshift(await rangeHead(nodeAt, split, end));
      end = split;
    } else {
      proof.unshift(await rangeHead(nodeAt, start, split));
      [start, whole] = [split, false];
    }
  }
  return whole ? proof : [await rangeHead(nodeAt, start, end), ...proof];
}

/** Of leaves that are a subtree of some tree: a complete one is kept, another is split as the tree is. */
async function rangeHead(nodeAt: NodeAt, start: number, end: number): Promise<TreeHash> {
  const size = end - start;
  const level = Math.log2(size);
  if (Number.isInteger(level)) return nodeAt(level, start / size);
  const split = start + splitOf(size);
  return treeHead([await rangeHead(nodeAt, start, split), await rangeHead(nodeAt, split, end)]);
}

/** The largest power of two below a size of at least two. */
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}
