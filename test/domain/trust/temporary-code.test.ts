import { expect, test } from 'vitest';
import { type Delegation, delegationFault, holdsOn } from '../../../domain/trust/delegation.ts';
import { drawTemporaryCode, isAlive, typedDigits } from '../../../domain/trust/temporary-code.ts';

const begun = new Date('2026-03-02T09:00:00Z');

test.each([
  [-1, false],
  [0, true],
  [299.999, true],
  [300, false],
  [86_400, false],
])('a temporary code begun %f seconds ago is alive: %s', (seconds, alive) => {
  expect(isAlive(begun, new Date(begun.getTime() + seconds * 1000))).toBe(alive);
});

test('draws eight digits and keeps the zeros in front', () => {
  expect(drawTemporaryCode((bound) => (bound === 100_000_000 ? 42 : Number.NaN))).toBe('00000042');
});

test.each([
  ['1234 5678', '12345678'],
  ['123-456', '123456'],
  ['12345', undefined],
  ['code: none', undefined],
])('of what was typed as %j, %j is looked at', (typed, digits) => {
  expect(typedDigits(typed)).toBe(digits);
});

const holiday: Delegation = {
  from: 'ida',
  to: 'max',
  firstDay: '2026-07-01',
  lastDay: '2026-07-14',
  revokedAt: null,
};

test('lends a permission from the first to the last day, both included, and not after it was taken back', () => {
  const days = ['2026-06-30', '2026-07-01', '2026-07-14', '2026-07-15'];
  expect(days.map((day) => holdsOn(holiday, day))).toEqual([false, true, true, false]);
  expect(holdsOn({ ...holiday, revokedAt: '2026-07-02T08:00:00Z' }, '2026-07-03')).toBe(false);
});

test.each([
  [{ to: 'ida' }, 'to oneself'],
  [{ lastDay: '2026-06-01' }, 'ends before it begins'],
  [{ firstDay: '2026-05-01', lastDay: '2026-05-02' }, 'in the past'],
  [{ lastDay: '2028-07-01' }, 'too long'],
  [{}, undefined],
])('of a delegation with %j it says: %s', (change, fault) => {
  expect(delegationFault({ ...holiday, ...change }, '2026-06-15')).toBe(fault);
});
