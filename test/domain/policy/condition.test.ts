import { expect, test } from 'vitest';
import { conditionProblems, conditionsHold } from '../../../domain/policy/condition.ts';
import type { Condition } from '../../../domain/policy/policy.ts';
import type { Fact } from '../../../domain/policy/request.ts';
import { policyOf, wednesday } from './policy-of.ts';

function condition(comparator: string, value: string, more: Partial<Condition> = {}): Condition {
  return { section: 'userinfo', key: 'type', comparator, value, active: true, whenMissing: 'raise_error', ...more };
}

function holds(one: Condition, facts?: Record<string, Record<string, Fact>>): boolean {
  return conditionsHold(policyOf('p', 'authentication', 'passthru', { conditions: [one] }), {
    at: wednesday,
    ...(facts ? { facts } : {}),
  });
}

test.each([
  ['equals', 'secure', 'secure', true],
  ['equals', 'other', 'secure', false],
  ['!equals', 'other', 'secure', true],
  ['contains', ['a', 'b'], 'b', true],
  ['contains', ['a', 'b'], 'c', false],
  ['!contains', ['a', 'b'], 'c', true],
  ['string_contains', 'abc', 'b', true],
  ['string_contains', 'ABC', 'b', true],
  ['!string_contains', 'abc', 'B', false],
  ['matches', 'customer_7', 'customer_.*', true],
  ['matches', 'CUSTOMER_7', '(?i)customer_.*', true],
  ['matches', 'customer_7x', 'customer_[0-9]', false],
  ['!matches', 'x', 'y', true],
  ['in', 'b', 'a, b,c', true],
  ['in', 'd', 'a, b,c', false],
  ['in', 'b c', 'a, "b c"', true],
  ['in', 'b,c', 'a, "b,c"', true],
  ['in', 'b', 'a, "b,c"', false],
  ['in', 'say "x"', String.raw`a,"say \"x\""`, true],
  ['in', '', 'a,,c', true],
  ['in', '', 'a,c', false],
  ['!in', 'd', 'a, b,c', true],
  ['<', '9', '10', true],
  ['>', 11, '10', true],
  ['date_before', '2026-01-01', '2026-08-01', true],
  ['date_after', '2026-01-01', '2026-08-01', false],
  ['date_within_last', '2026-08-18T12:00', '2d', true],
  ['date_within_last', '2026-08-10T12:00', '2d', false],
  ['date_within_last', '2025-10-01', '1y', true],
  ['date_within_last', '2025-06-01', '1y', false],
  ['date_within_last', '2026-08-10T12:00', '30s', false],
  ['date_within_last', '2027-08-10T12:00', '2d', true],
  ['!date_within_last', '2026-08-10T12:00', '2d', true],
])('%s of %j and %s: %s', (comparator, left, right, held) => {
  const one = condition(comparator, right);
  expect(conditionProblems(one)).toEqual([]);
  expect(holds(one, { userinfo: { type: left } })).toBe(held);
});

test('what the request lacks counts as the condition says, or is an error that names the policy', () => {
  expect(() => holds(condition('equals', 'x'))).toThrow(
    expect.objectContaining({
      code: 'policy/missing-data',
      context: { policy: 'p', section: 'userinfo', key: 'type' },
    }),
  );
  expect(holds(condition('equals', 'x', { whenMissing: 'condition_is_true' }), { userinfo: {} })).toBe(true);
  expect(holds(condition('equals', 'x', { whenMissing: 'condition_is_false' }))).toBe(false);
  expect(holds(condition('equals', 'x', { active: false }))).toBe(true);
});

test('finds headers in any case', () => {
  const one = condition('equals', 'x', { section: 'HTTP Request header', key: 'X-Site' });
  expect(holds(one, { 'HTTP Request header': { 'x-site': 'x' } })).toBe(true);
});

test.each([
  [condition('equals', 'x', { section: 'weather' }), 'condition-section'],
  [condition('is', 'x'), 'condition-comparator'],
  [condition('toString', 'x'), 'condition-comparator'],
  [condition('equals', ''), 'condition-malformed'],
  [condition('equals', 'x', { key: '' }), 'condition-malformed'],
  [condition('<', 'ten'), 'condition-value'],
  [condition('date_before', 'soon'), 'condition-value'],
  [condition('date_within_last', 'x'), 'condition-value'],
  [condition('matches', '(a+)+'), 'expression-cost'],
])('refuses %j: %s', (one, code) => {
  expect(conditionProblems(one)).toMatchObject([{ field: 'conditions', code }]);
});
