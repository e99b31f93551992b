import { expect, test } from 'vitest';
import { type CountedToken, checkRealmLimit, checkUserLimits } from '../../../domain/policy/token-limit.ts';
import { askAbout, policyOf } from './policy-of.ts';

const limits = (...actions: readonly string[]) =>
  askAbout(actions.map((text, number) => policyOf(`p${number}`, 'enrollment', text, { priority: number + 1 })));

test.each([
  // limits, tokens in the realm, serial is among them, refused
  [[], 1000, false, false],
  [['max_token_per_realm=10'], 9, false, false],
  [['max_token_per_realm=10'], 10, false, true],
  [['max_token_per_realm=10'], 11, false, true],
  [['max_token_per_realm=0'], 0, false, true],
  [['max_token_per_realm=9', 'max_token_per_realm=10'], 9, false, false],
  [['max_token_per_realm=9', 'max_token_per_realm=10'], 10, false, true],
  [['max_token_per_realm=10', 'tokencount=9'], 9, false, false],
  [['max_token_per_realm=10'], 10, true, false],
])('limits %j with %i tokens in the realm (this one among them: %s) refuse: %s', (actions, count, among, refused) => {
  expect(checkRealmLimit(limits(...actions), count, among) !== undefined).toBe(refused);
});

test('the refusal names limit, count and policies', () => {
  expect(checkRealmLimit(limits('max_token_per_realm=9', 'max_token_per_realm=10'), 10, false)).toEqual({
    code: 'realm',
    limit: 10,
    count: 10,
    policies: ['p1'],
    message: 'The number of tokens for this realm is limited!',
  });
});

const token = (serial: string, type = 'hotp', active = true): CountedToken => ({ serial, type, active });

test.each([
  [['max_token_per_user=2'], [token('a')], {}, undefined],
  [['max_token_per_user=2'], [token('a'), token('b')], {}, 'user'],
  [['maxtoken=2'], [token('a'), token('b', 'totp', false)], {}, 'user'],
  [['max_token_per_user=2', 'max_token_per_user=3'], [token('a'), token('b')], {}, undefined],
  [['max_token_per_user=2'], [token('a'), token('b')], { serial: 'a' }, undefined],
  [['max_token_per_user=0'], [], {}, 'user'],
  [['hotp_max_token_per_user=1'], [token('a')], {}, 'user-type'],
  [['hotp_max_token_per_user=1'], [token('a')], { type: 'totp' }, undefined],
  [['totp_max_token_per_user=1'], [token('a', 'TOTP')], { type: 'totp' }, 'user-type'],
  [['max_active_token_per_user=1'], [token('a', 'hotp', false)], {}, undefined],
  [['max_active_token_per_user=1'], [token('a')], {}, 'user-active'],
  [['hotp_max_active_token_per_user=1'], [token('a')], {}, 'user-active-type'],
  // Enabling: the token counts in the total already, not among the active ones.
  [
    ['max_token_per_user=2, max_active_token_per_user=1'],
    [token('a'), token('b', 'hotp', false)],
    { serial: 'b' },
    'user-active',
  ],
  [['hotp_max_active_token_per_user=1'], [token('a'), token('b', 'totp', false)], { serial: 'b' }, undefined],
  // The order: type, all, active of the type, active.
  [
    ['hotp_max_token_per_user=1, max_token_per_user=1, hotp_max_active_token_per_user=1, max_active_token_per_user=1'],
    [token('a')],
    {},
    'user-type',
  ],
  [['max_token_per_user=1, hotp_max_active_token_per_user=1, max_active_token_per_user=1'], [token('a')], {}, 'user'],
  [['hotp_max_active_token_per_user=1, max_active_token_per_user=1'], [token('a')], {}, 'user-active-type'],
])('limits %j for a user of %j who gets %j refuse by: %s', (actions, held, wanted, code) => {
  expect(checkUserLimits(limits(...actions), held, wanted)?.code).toBe(code);
});

test('says its own sentence for each limit', () => {
  const messages = [
    'hotp_max_token_per_user',
    'max_token_per_user',
    'hotp_max_active_token_per_user',
    'max_active_token_per_user',
  ].map((action) => checkUserLimits(limits(`${action}=1`), [token('a')], {})?.message);
  expect(messages).toEqual([
    'The number of tokens of type hotp for this user is limited!',
    'The number of tokens for this user is limited!',
    'The number of active tokens of type hotp for this user is limited!',
    'The number of active tokens for this user is limited!',
  ]);
});

test('a revoked token counts for user and realm, not among the active', () => {
  const revoked = [token('gone', 'hotp', false)];
  expect(checkUserLimits(limits('max_token_per_user=1'), revoked, {})?.code).toBe('user');
  expect(checkUserLimits(limits('max_active_token_per_user=1'), revoked, {})).toBeUndefined();
});
