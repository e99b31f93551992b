import { expect, test } from 'vitest';
import { parseExpression } from '../../../domain/policy/expression.ts';

test.each([
  'customer_.*',
  'user[0-9]{1,4}',
  '.*@example\\.org',
  '(a|b)c',
  '(?:ab)+',
  '[^x-z]+',
  'a\\-b',
  'x{2}',
  '.*a.*',
])('accepts %s', (text) => {
  expect(parseExpression(text).error).toBeUndefined();
});

test.each([
  ['(a+)+', 'expression-cost'],
  ['(a|a)*b', 'expression-cost'],
  ['(.*)*', 'expression-cost'],
  ['([a-z]+.)+x', 'expression-cost'],
  ['.*.*.*x', 'expression-cost'],
  ['a?'.repeat(30) + 'a'.repeat(30), 'expression-cost'],
  ['a{1,9999}', 'expression-cost'],
  ['x'.repeat(201), 'expression-cost'],
  ['(a|b|ab){20}', 'expression-cost'],
  ['(?=a)a', 'expression'],
  ['(?<=a)b', 'expression'],
  ['(a)\\1', 'expression'],
  ['(?i)bob', 'expression'],
  ['c++', 'expression'],
  ['*bob', 'expression'],
  ['(bob', 'expression'],
  ['bob)', 'expression'],
  ['[bob', 'expression'],
  ['[]', 'expression'],
  ['bob\\', 'expression'],
  ['\\pL', 'expression'],
  ['[z-a]', 'expression'],
])('refuses %s: %s', (text, code) => {
  expect(parseExpression(text).error?.code).toBe(code);
});

test('comes to an end on the worst names for what it accepts', () => {
  for (const text of ['.*a.*b', '[a-z]*[a-z]*x', '(?:aa)*(?:aa)*b', 'a*a*b', `${'a?'.repeat(17)}${'a'.repeat(17)}`]) {
    const { pattern, error } = parseExpression(text);
    expect(error).toBeUndefined();
    for (const subject of ['a'.repeat(256), `${'a'.repeat(255)}!`]) expect(pattern?.test(subject)).toBe(false);
  }
});
