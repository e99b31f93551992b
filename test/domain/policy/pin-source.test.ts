import { expect, test } from 'vitest';
import { pinSource, pinSubject, pinVerdict } from '../../../domain/policy/pin-source.ts';
import { alice, askAbout, policyOf } from './policy-of.ts';

test.each([
  ['', 'tokenpin'],
  ['otppin=tokenpin', 'tokenpin'],
  ['otppin=userstore', 'userstore'],
  ['otppin=none', 'none'],
  ['otppin=nonsense', 'tokenpin'],
  ['otppin=0', 'tokenpin'],
  ['otppin=1', 'userstore'],
  ['otppin=2', 'none'],
  ['otppin=3', 'ignore_pin'],
])('%s checks against %s', (actions, source) => {
  expect(pinSource(askAbout([policyOf('p', 'authentication', actions)])).value).toBe(source);
});

test.each([
  // source, length of the PIN part, token has a PIN, verdict
  ['tokenpin', 4, true, 'ask-token'],
  ['tokenpin', 0, true, 'wrong'],
  ['tokenpin', 0, false, 'right'],
  ['tokenpin', 4, false, 'wrong'],
  ['userstore', 8, true, 'ask-userstore'],
  ['userstore', 8, false, 'ask-userstore'],
  ['userstore', 0, true, 'ask-userstore'],
  ['none', 0, true, 'right'],
  ['none', 0, false, 'right'],
  ['none', 4, true, 'wrong'],
  ['ignore_pin', 4, true, 'right'],
  ['ignore_pin', 0, true, 'right'],
] as const)('%s with %i characters, token with PIN %s: %s', (source, length, hasPin, verdict) => {
  expect(pinVerdict(source, length, hasPin)).toBe(verdict);
});

test('is read for the user, else the owner, else nobody in the first realm of the token', () => {
  const bob = { user: 'bob', realm: 'home', resolver: 'sql' };
  expect(pinSubject(alice, bob, ['shop'])).toBe(alice);
  expect(pinSubject(undefined, bob, ['shop'])).toBe(bob);
  expect(pinSubject(undefined, undefined, ['shop', 'home'])).toEqual({ user: '', realm: 'shop', resolver: '' });
  const policies = [
    policyOf('shop', 'authentication', 'otppin=none', { realm: ['shop'] }),
    policyOf('user', 'authentication', 'otppin=userstore', { user: ['*'] }),
  ];
  expect(pinSource(askAbout(policies, pinSubject(undefined, undefined, ['shop']))).policies).toEqual(['shop']);
  expect(pinSource(askAbout(policies, pinSubject(undefined, undefined, []))).value).toBe('tokenpin');
});
