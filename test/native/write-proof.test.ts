import { expect, test } from 'vitest';
import type { TokenStatus } from '../../native/session.ts';
import { movedByOne, unmoved } from '../../native/yubikey/write-proof.ts';

function status(sequence: number, slots: '' | '1' | '2' | '12'): TokenStatus {
  const slot = (number: string) => ({ configured: slots.includes(number), touch: false });
  return { firmware: [5, 4, 3], sequence, slots: { 1: slot('1'), 2: slot('2') }, ledInverted: false };
}

test.each([
  [3, '1', 4, '12', true],
  [0, '', 1, '1', true],
  [7, '1', 0, '', true],
  [255, '1', 0, '12', true],
  [255, '1', 1, '12', true],
  [3, '1', 3, '1', false],
  [3, '1', 5, '12', false],
  [7, '1', 0, '1', false],
  [0, '', 0, '', false],
  [255, '1', 2, '12', false],
  [4, '1', 3, '1', false],
] as const)('from %i (slots %s) to %i (slots %s) the sequence moved by one write: %s', (from, had, to, has, moved) => {
  expect(movedByOne(status(from, had), status(to, has))).toBe(moved);
});

test.each([
  [3, '1', 3, '1', true],
  [3, '1', 4, '1', false],
  [3, '1', 3, '12', false],
  [3, '2', 3, '12', false],
] as const)('from %i (slots %s) to %i (slots %s) nothing moved: %s', (from, had, to, has, still) => {
  expect(unmoved(status(from, had), status(to, has))).toBe(still);
});
