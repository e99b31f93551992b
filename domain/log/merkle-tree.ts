import { sha256 } from '@noble/hashes/sha2.js';

/**
 * The Merkle tree of RFC 6962, section 2.1: a leaf is hashed behind a zero byte, a node behind a one, and a tree is
 * split at the largest power of two below its size.
 */
export type TreeHash = Uint8Array;

export function leafHash(entry: Uint8Array): TreeHash {
  return sha256(joined([Uint8Array.of(0), entry]));
}

function nodeHash(left: TreeHash, right: TreeHash): TreeHash {
  return sha256(joined([Uint8Array.of(1), left, right]));
}

/** The head of a tree of leaves that are hashed already. */
export function treeHead(leaves: readonly TreeHash[]): TreeHash {
  const [only] = leaves;
  if (only === undefined) return sha256(new Uint8Array());
  if (leaves.length === 1) return only;
  const split = splitOf(leaves.length);
  return nodeHash(treeHead(leaves.slice(0, split)), treeHead(leaves.slice(split)));
}

/** The hashes that lead from a leaf to the head (RFC 6962, 2.1.1), lowest first. */
export function inclusionProof(leaves: readonly TreeHash[], place: number): readonly TreeHash[] {
  if (place < 0 || place >= leaves.length) throw new RangeError('there is no such leaf');
  if (leaves.length === 1) return [];
  const split = splitOf(leaves.length);
  return place < split
    ? [...inclusionProof(leaves.slice(0, split), place), treeHead(leaves.slice(split))]
    : [...inclusionProof(leaves.slice(split), place - split), treeHead(leaves.slice(0, split))];
}

/** The hashes that show that a tree begins with an older one (RFC 6962, 2.1.2). */
export function consistencyProof(leaves: readonly TreeHash[], oldSize: number): readonly TreeHash[] {
  if (oldSize < 0 || oldSize > leaves.length) throw new RangeError('the older tree is not older');
  return oldSize === 0 || oldSize === leaves.length ? [] : subproof(leaves, oldSize, true);
}

function subproof(leaves: readonly TreeHash[], oldSize: number, whole: boolean): readonly TreeHash[] {
  if (oldSize === leaves.length) return whole ? [] : [treeHead(leaves)];
  const split = splitOf(leaves.length);
  const left = leaves.slice(0, split);
  const right = leaves.slice(split);
  return oldSize <= split
    ? [...subproof(left, oldSize, whole), treeHead(right)]
    : [...subproof(right, oldSize - split, false), treeHead(left)];
}

/** Whether a leaf is at its place in the tree of a head (RFC 9162, 2.1.3.2). */
export function includes(
  head: TreeHash,
  size: number,
  place: number,
  leaf: TreeHash,
  proof: readonly TreeHash[],
): boolean {
  if (place < 0 || place >= size) return false;
  let [index, last, hash] = [place, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) return false;
    if (index % 2 === 1 || index === last) {
      hash = nodeHash(sibling, hash);
      while (index % 2 === 0 && index !== 0) [index, last] = [half(index), half(last)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [index, last] = [half(index), half(last)];
  }
  return last === 0 && same(hash, head);
}

/** Whether the tree of one head begins with all of the tree of an older head (RFC 9162, 2.1.4.2). */
export function extendsTree(
  older: { readonly head: TreeHash; readonly size: number },
  newer: { readonly head: TreeHash; readonly size: number },
  proof: readonly TreeHash[],
): boolean {
  if (older.size > newer.size) return false;
  if (older.size === newer.size) return proof.length === 0 && same(older.head, newer.head);
  if (older.size === 0) return proof.length === 0;
  const path = isPowerOfTwo(older.size) ? [older.head, ...proof] : [...proof];
  const first = path.shift();
  if (first === undefined) return false;
  let [index, last] = [older.size - 1, newer.size - 1];
  while (index % 2 === 1) [index, last] = [half(index), half(last)];
  let [oldHash, newHash] = [first, first];
  for (const sibling of path) {
    if (last === 0) return false;
    if (index % 2 === 1 || index === last) {
      oldHash = nodeHash(sibling, oldHash);
      newHash = nodeHash(sibling, newHash);
      while (index % 2 === 0 && index !== 0) [index, last] = [half(index), half(last)];
    } else {
      newHash = nodeHash(newHash, sibling);
    }
    [index, last] = [half(index), half(last)];
  }
  return last === 0 && same(oldHash, older.head) && same(newHash, newer.head);
}

/** The largest power of two below a size of at least two. */
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

function half(number: number): number {
  return Math.floor(number / 2);
}

function isPowerOfTwo(number: number): boolean {
  return Number.isInteger(Math.log2(number));
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}

function same(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, place) => byte === other[place]);
}
