import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawNumber, drawText, shuffle } from '../../../domain/policy/random-text.ts';

/** Gives these bytes, one call after the other. */
function bytes(...values: readonly number[]) {
  const left = [...values];
  return (count: number) => {
    if (left.length < count) throw new Error('no bytes left');
    return Uint8Array.from(left.splice(0, count));
  };
}

test('throws away the bytes that would favour some numbers', () => {
  expect(drawNumber(bytes(250, 255, 249), 10)).toBe(9);
  expect(() => drawNumber(bytes(250), 10)).toThrow('no bytes left');
  expect(drawNumber(bytes(255), 256)).toBe(255);
});

test('every number is equally likely over all bytes', () => {
  for (const below of [1, 2, 3, 10, 24, 58, 62, 86, 200, 256]) {
    const counts = new Array<number>(below).fill(0);
    for (let byte = 0; byte < 256; byte += 1) {
      const drawn = drawNumber(bytes(byte, 0), below);
      if (byte < 256 - (256 % below)) counts[drawn] = (counts[drawn] ?? 0) + 1;
    }
    expect(new Set(counts).size, `below ${below}`).toBe(1);
  }
});

test('draws no number from nothing', () => {
  for (const below of [0, 257, -1, 1.5]) expect(() => drawNumber(bytes(0), below)).toThrow(RangeError);
});

test('a text has the length and only the characters asked for', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 64 }), fc.constantFrom('a', 'abc', '0123456789'), (length, alphabet) => {
      const text = new TextDecoder().decode(drawText(randomBytes, alphabet, length));
      expect(text).toHaveLength(length);
      expect([...text].every((character) => alphabet.includes(character))).toBe(true);
    }),
  );
});

test('shuffling keeps every byte and reaches every order', () => {
  const orders = new Set<string>();
  for (let round = 0; round < 500; round += 1) orders.add(shuffle(randomBytes, Uint8Array.of(1, 2, 3)).join());
  expect([...orders].sort()).toEqual(['1,2,3', '1,3,2', '2,1,3', '2,3,1', '3,1,2', '3,2,1']);
});
