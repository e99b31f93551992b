import { leafHash, type TreeHash, treeHead } from './merkle-tree.ts';

/** The complete subtrees of a tree, largest first: all that is needed to go on with it. */
export interface Frontier {
  readonly size: number;
  readonly peaks: readonly TreeHash[];
}

export const emptyFrontier: Frontier = { size: 0, peaks: [] };

/** A tree with one entry more; as many peaks are joined as the size has trailing ones. */
export function withEntry({ size, peaks }: Frontier, entry: Uint8Array): Frontier {
  const next = [...peaks];
  let peak = leafHash(entry);
  for (let full = size; full % 2 === 1; full = Math.floor(full / 2)) {
    const left = next.pop();
    if (left === undefined) throw new RangeError('the peaks do not fit the size');
    peak = treeHead([left, peak]);
  }
  return { size: size + 1, peaks: [...next, peak] };
}

/** The head of the tree of a frontier: the same as of all of its leaves. */
export function frontierHead({ peaks }: Frontier): TreeHash {
  const last = peaks.at(-1);
  if (last === undefined) return treeHead([]);
  return peaks.slice(0, -1).reduceRight((head, peak) => treeHead([peak, head]), last);
}
