import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyFrontier, frontierHead, withEntry } from '../../../domain/log/growing-tree.ts';
import {
  consistencyProof,
  extendsTree,
  includes,
  inclusionProof,
  leafHash,
  treeHead,
} from '../../../domain/log/merkle-tree.ts';

/** The entries and heads of the reference tests of certificate-transparency (RFC 6962). */
const entries = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((hex) => hexToBytes(hex));
const heads = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const leaves = entries.map(leafHash);

test.each(heads.map((head, size) => [size, head]))('has the head of RFC 6962 at %i entries', (size, head) => {
  expect(bytesToHex(treeHead(leaves.slice(0, size as number)))).toBe(head);
});

test('comes to the same head when it grows entry by entry', () => {
  let frontier = emptyFrontier;
  const grown = [frontierHead(frontier)];
  for (const entry of entries) {
    frontier = withEntry(frontier, entry);
    grown.push(frontierHead(frontier));
  }
  expect(grown.map((head) => bytesToHex(head))).toEqual(heads);
});

const tree = fc.integer({ min: 1, max: 70 }).map((size) => {
  const all = Array.from({ length: size }, (_, place) => leafHash(Uint8Array.of(place)));
  return { all, head: treeHead(all) };
});

test('proves every entry at its place and at no other', () => {
  fc.assert(
    fc.property(tree, fc.nat(), fc.nat(), ({ all, head }, one, two) => {
      const [place, other] = [one % all.length, two % all.length];
      const proof = inclusionProof(all, place);
      const leaf = all[place] as Uint8Array;
      expect(includes(head, all.length, place, leaf, proof)).toBe(true);
      if (other !== place) expect(includes(head, all.length, other, leaf, proof)).toBe(false);
      expect(includes(head, all.length, place, leaf, [...proof, head])).toBe(false);
    }),
  );
});

test('proves that a tree begins with each older one, and not with one that was changed', () => {
  fc.assert(
    fc.property(tree, fc.nat(), ({ all, head }, one) => {
      const size = one % (all.length + 1);
      const proof = consistencyProof(all, size);
      const newer = { head, size: all.length };
      expect(extendsTree({ head: treeHead(all.slice(0, size)), size }, newer, proof)).toBe(true);
      if (size === 0) return;
      const changed = [leafHash(Uint8Array.of(255)), ...all.slice(1, size)];
      expect(extendsTree({ head: treeHead(changed), size }, newer, proof)).toBe(false);
      expect(extendsTree({ head: treeHead(all.slice(0, size)), size }, newer, proof.slice(1))).toBe(proof.length === 0);
    }),
  );
});
