import { expect, test } from 'vitest';
import { canonicalAction, otherNames } from '../../../domain/policy/alias.ts';
import { readChoice, readFlag, readMaximum } from '../../../domain/policy/read.ts';
import { askAbout, policyOf } from './policy-of.ts';

test.each([
  ['tokencount', 'max_token_per_realm'],
  ['maxtoken', 'max_token_per_user'],
  ['otp_pin_encrypt', 'encrypt_pin'],
  ['lostTokenPWLen', 'losttoken_PW_length'],
  ['lostTokenPWContents', 'losttoken_PW_contents'],
  ['lostTokenValid', 'losttoken_valid'],
])('evaluates %s as %s and keeps how it was written', (older, today) => {
  expect(canonicalAction(older)).toBe(today);
  expect(canonicalAction(today)).toBe(today);
  expect(otherNames(today)).toContain(older);
  const policy = policyOf('p', 'enrollment', `${older}=1`);
  expect(Object.keys(policy.action)).toEqual([older]);
  const asked = askAbout([policy]);
  const read = today.startsWith('max')
    ? readMaximum(asked, 'enrollment', today)
    : today === 'encrypt_pin'
      ? readFlag(asked, 'enrollment', today)
      : readChoice(asked, 'enrollment', today);
  expect(read.policies).toEqual(['p']);
  expect(read.value).toBeTruthy();
});

test('takes no name from what objects inherit', () => {
  expect(canonicalAction('toString')).toBe('toString');
  expect(canonicalAction('__proto__')).toBe('__proto__');
});

test.each([
  ['enrollment', 'autoassignment', 'any_pin'],
  ['enrollment', 'autoassignment=1', 'any_pin'],
  ['enrollment', 'autoassignment=true', 'any_pin'],
  ['enrollment', 'autoassignment=userstore', 'userstore'],
  ['enrollment', 'autoassignment=0', undefined],
  ['authentication', 'passthru', 'userstore'],
  ['authentication', 'passthru=1', 'userstore'],
  ['authentication', 'passthru=radius1', 'radius1'],
  ['authentication', 'passthru=0', undefined],
  ['authentication', 'otppin=0', 'tokenpin'],
  ['authentication', 'otppin=1', 'userstore'],
  ['authentication', 'otppin=2', 'none'],
  ['authentication', 'otppin=3', 'ignore_pin'],
  ['authentication', 'otppin=only_otp', 'none'],
  ['enrollment', 'losttoken_valid=3', '4320'],
  ['enrollment', 'lostTokenValid=1d 4h', '1680'],
  ['enrollment', 'otp_pin_random=-1', undefined],
] as const)('%s: %s means %s', (scope, actions, value) => {
  const action = actions.split('=')[0] ?? '';
  expect(readChoice(askAbout([policyOf('p', scope, actions)]), scope, action).value).toBe(value);
});

test.each([
  ['otp_pin_encrypt=0', false],
  ['otp_pin_encrypt=1', true],
  ['encrypt_pin', true],
  ['encrypt_pin=0', false],
])('%s encrypts PINs: %s', (actions, value) => {
  expect(readFlag(askAbout([policyOf('p', 'enrollment', actions)]), 'enrollment', 'encrypt_pin').value).toBe(value);
});
