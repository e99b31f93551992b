import { expect, test } from 'vitest';
import { ask, compilePolicies } from '../../../domain/policy/compile.ts';
import type { Policy } from '../../../domain/policy/policy.ts';
import { mayDo } from '../../../domain/policy/right.ts';
import { policyOf, wednesday } from './policy-of.ts';

function may(policies: readonly Policy[], right: string, adminUser = 'root', otherwise = true): boolean {
  return mayDo(ask(compilePolicies(policies), { at: wednesday, adminUser, adminRealm: '' }), right, otherwise).value;
}

test('without any policy in scope admin, who asks decides; trust is never controlled without a grant', () => {
  expect(may([], 'assign')).toBe(true);
  expect(may([], 'assign', 'root', false)).toBe(false);
  expect(may([], 'control_trust')).toBe(false);
});

test('one active policy anywhere in the scope refuses all that none grants', () => {
  const other = policyOf('p', 'admin', 'tokenlist', { adminUser: ['other'] });
  expect(may([other], 'assign')).toBe(false);
  expect(may([other], 'tokenlist')).toBe(false);
  expect(may([other], 'tokenlist', 'other')).toBe(true);
  expect(may([{ ...other, active: false }], 'assign')).toBe(true);
});

test.each([
  ['assign', 'assign', true],
  ['assign', 'disable', false],
  ['*', 'disable', true],
  ['*, -disable', 'disable', false],
  ['*, -disable', 'assign', true],
  ['*, assign, !assign', 'assign', false],
  ['-disable', 'assign', false],
  ['control_trust', 'control_trust', true],
])('%s: %s is granted: %s', (actions, right, granted) => {
  expect(may([policyOf('p', 'admin', actions)], right)).toBe(granted);
});

test('rights of several policies add up, whatever the priority', () => {
  const policies = [policyOf('a', 'admin', 'assign', { priority: 9 }), policyOf('b', 'admin', '*, -assign')];
  expect(may(policies, 'assign')).toBe(true);
  expect(may(policies, 'revoke')).toBe(true);
});
