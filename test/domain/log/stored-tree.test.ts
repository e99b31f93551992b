import { expect, test } from 'vitest';
import {
  consistencyProof,
  extendsTree,
  includes,
  inclusionProof,
  leafHash,
  type TreeHash,
  treeHead,
} from '../../../domain/log/merkle-tree.ts';
import { storedConsistencyProof, storedHead, storedInclusionProof } from '../../../domain/log/stored-tree.ts';

const leaves: readonly TreeHash[] = Array.from({ length: 70 }, (_, place) => leafHash(Uint8Array.of(place)));

/** Complete subtrees only: asking for one that the first `size` leaves do not fill is a fault. */
function nodesOf(size: number) {
  let asked = 0;
  const nodeAt = async (level: number, place: number) => {
    const width = 2 ** level;
    asked += 1;
    if (!Number.isInteger(place) || (place + 1) * width > size) throw new RangeError(`no node ${level} ${place}`);
    return treeHead(leaves.slice(place * width, (place + 1) * width));
  };
  return { nodeAt, asked: () => asked };
}

test('makes the same heads and proofs from kept subtrees as from all leaves, for every pair of sizes', async () => {
  for (let size = 0; size <= leaves.length; size += 1) {
    const { nodeAt } = nodesOf(size);
    const whole = leaves.slice(0, size);
    expect(await storedHead(nodeAt, size)).toEqual(treeHead(whole));
    for (let old = 0; old <= size; old += 1) {
      const proof = await storedConsistencyProof(nodeAt, old, size);
      expect(proof).toEqual(consistencyProof(whole, old));
      const older = { head: treeHead(leaves.slice(0, old)), size: old };
      expect(extendsTree(older, { head: treeHead(whole), size }, proof)).toBe(true);
    }
    for (let place = 0; place < size; place += 1) {
      const proof = await storedInclusionProof(nodeAt, place, size);
      expect(proof).toEqual(inclusionProof(whole, place));
      expect(includes(treeHead(whole), size, place, leaves[place] as TreeHash, proof)).toBe(true);
    }
  }
});

test('asks for no more nodes than the tree is high, squared', async () => {
  const size = 2 ** 20 - 1;
  let asked = 0;
  const nodeAt = async () => {
    asked += 1;
    return leaves[0] as TreeHash;
  };
  await storedConsistencyProof(nodeAt, 333_333, size);
  await storedInclusionProof(nodeAt, 333_333, size);
  expect(asked).toBeLessThan(2 * 20 * 20);
});

test.each([
  ['a leaf behind the end', () => storedInclusionProof(nodesOf(8).nodeAt, 8, 8)],
  ['a leaf before the beginning', () => storedInclusionProof(nodesOf(8).nodeAt, -1, 8)],
  ['an older tree that is larger', () => storedConsistencyProof(nodesOf(8).nodeAt, 9, 8)],
])('refuses %s', async (_, ask) => {
  await expect(ask()).rejects.toThrow(RangeError);
});
