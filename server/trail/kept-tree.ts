import { type TreeHash, treeHead } from '../../domain/log/merkle-tree.ts';
import type { NodeAt } from '../../domain/log/stored-tree.ts';
import type { Store } from '../store/store.ts';

/**
 * The audit's tree as it is kept (the form of C2SP tlog-tiles): rows of 256 hashes. Row level 0 has the leaves, each
 * further row level the heads of the full rows below it, so that any complete subtree lies within one row.
 */
type Tiles = Pick<Store, 'treeTiles'>;

const hashBytes = 32;
const rowLevels = 8;
const rowLength = 2 ** rowLevels;

/** How many entries the kept tree has. */
export async function keptSize({ treeTiles }: Tiles): Promise<number> {
  const last = await treeTiles.last(0);
  return last === undefined ? 0 : last.place * rowLength + last.hashes.length / hashBytes;
}

/** Puts leaves behind those that are kept; inside a transaction of its own. */
export async function addLeaves({ treeTiles }: Tiles, leaves: readonly TreeHash[]): Promise<void> {
  let rising = leaves;
  for (let level = 0; rising.length > 0; level += 1) {
    const last = await treeTiles.last(level);
    let { place, hashes } = { place: last?.place ?? 0, hashes: last === undefined ? [] : parted(last.hashes) };
    const full: TreeHash[] = [];
    for (const hash of rising) {
      if (hashes.length === rowLength) [place, hashes] = [place + 1, []];
      hashes.push(hash);
      if (hashes.length < rowLength) continue;
      full.push(treeHead(hashes));
      await treeTiles.put(level, { place, hashes: Buffer.concat(hashes) });
    }
    if (hashes.length < rowLength) await treeTiles.put(level, { place, hashes: Buffer.concat(hashes) });
    rising = full;
  }
}

/** Complete subtrees by level and place; each row is read once. */
export function keptNodes({ treeTiles }: Tiles): NodeAt {
  const read = new Map<string, Promise<TreeHash[]>>();
  const rowAt = (level: number, place: number) => {
    const name = `${level} ${place}`;
    const row = read.get(name) ?? treeTiles.find(level, place).then((tile) => parted(tile?.hashes ?? new Uint8Array()));
    read.set(name, row);
    return row;
  };
  return async (level, place) => {
    const width = 2 ** (level % rowLevels);
    const first = place * width;
    const row = await rowAt(Math.floor(level / rowLevels), Math.floor(first / rowLength));
    const hashes = row.slice(first % rowLength, (first % rowLength) + width);
    if (hashes.length < width) throw new Error(`the kept tree has no subtree ${place} of level ${level}`);
    return treeHead(hashes);
  };
}

function parted(hashes: Uint8Array): TreeHash[] {
  return Array.from({ length: hashes.length / hashBytes }, (_, place) =>
    Uint8Array.from(hashes.subarray(place * hashBytes, (place + 1) * hashBytes)),
  );
}
