import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PolicyConflict, readChoice, readFlag, readMaximum, readUnion } from '../../../domain/policy/read.ts';
import { askAbout, policyOf } from './policy-of.ts';

const authentication = (name: string, actions: string, priority = 1) =>
  policyOf(name, 'authentication', actions, { priority });
const enrollment = (name: string, actions: string, priority = 1) => policyOf(name, 'enrollment', actions, { priority });

test('a flag is on when any policy that matches says so', () => {
  const asked = askAbout([
    authentication('one', 'smsautosend', 5),
    authentication('two', 'smsautosend=0', 1),
    policyOf('elsewhere', 'authentication', 'smsautosend', { realm: ['home'] }),
  ]);
  expect(readFlag(asked, 'authentication', 'smsautosend')).toEqual({ value: true, policies: ['one'] });
  expect(readFlag(asked, 'authentication', 'emailautosend')).toEqual({ value: false, policies: [] });
});

test('the lower priority number wins', () => {
  const asked = askAbout([authentication('second', 'otppin=none', 2), authentication('first', 'otppin=userstore', 1)]);
  expect(readChoice(asked, 'authentication', 'otppin')).toEqual({ value: 'userstore', policies: ['first'] });
});

test('equal values at one priority agree, and both took effect', () => {
  const asked = askAbout([authentication('a', 'otppin=none'), authentication('b', 'otppin=2')]);
  expect(readChoice(asked, 'authentication', 'otppin')).toEqual({ value: 'none', policies: ['a', 'b'] });
});

test('different values at the best priority are a conflict that names the policies', () => {
  const asked = askAbout([
    authentication('a', 'otppin=none'),
    authentication('b', 'otppin=userstore'),
    authentication('c', 'otppin=tokenpin', 2),
  ]);
  expect(() => readChoice(asked, 'authentication', 'otppin')).toThrow(PolicyConflict);
  expect(() => readChoice(asked, 'authentication', 'otppin')).toThrow(
    expect.objectContaining({ code: 'policy/conflict', context: { action: 'otppin', policies: 'a, b' } }),
  );
});

test('different values at worse priorities do not matter', () => {
  const asked = askAbout([
    authentication('a', 'passthru'),
    authentication('b', 'passthru=radius1', 2),
    authentication('c', 'passthru=radius2', 2),
  ]);
  expect(readChoice(asked, 'authentication', 'passthru').value).toBe('userstore');
});

test('passthru with different values at the best priority is a conflict', () => {
  const asked = askAbout([authentication('a', 'passthru'), authentication('b', 'passthru=radius1')]);
  expect(() => readChoice(asked, 'authentication', 'passthru')).toThrow(PolicyConflict);
});

test('an action switched off at a better priority stays off', () => {
  const asked = askAbout([enrollment('off', 'autoassignment=0', 1), enrollment('on', 'autoassignment', 2)]);
  expect(readChoice(asked, 'enrollment', 'autoassignment')).toEqual({ value: undefined, policies: [] });
});

test('both names in one policy with different values are a conflict', () => {
  const asked = askAbout([enrollment('p', 'lostTokenPWLen=8, losttoken_PW_length=9')]);
  expect(() => readChoice(asked, 'enrollment', 'losttoken_PW_length')).toThrow(PolicyConflict);
});

test('the highest limit counts, as a number and whatever the priority', () => {
  const asked = askAbout([
    enrollment('nine', 'max_token_per_realm=9', 1),
    enrollment('ten', 'tokencount=10', 7),
    enrollment('also', 'max_token_per_realm=010', 3),
  ]);
  expect(readMaximum(asked, 'enrollment', 'max_token_per_realm')).toEqual({ value: 10, policies: ['ten', 'also'] });
});

test('a list is the union of all policies, whatever the priority and the case', () => {
  const asked = askAbout([
    authentication('a', 'challenge_response=hotp  TOTP', 1),
    authentication('b', 'challenge_response=yubikey', 9),
  ]);
  const { value, policies } = readUnion(asked, 'authentication', 'challenge_response');
  expect([...value]).toEqual(['hotp', 'totp', 'yubikey']);
  expect(policies).toEqual(['a', 'b']);
});

test('free text keeps its blanks and gives commas back', () => {
  const asked = askAbout([authentication('p', 'smstext=Your code\\, please: <otp>, emailsubject=Your OTP')]);
  expect(readChoice(asked, 'authentication', 'smstext').value).toBe('Your code, please: <otp>');
  expect(readChoice(asked, 'authentication', 'emailsubject').value).toBe('Your OTP');
});

test('without policies nothing is said', () => {
  const asked = askAbout([]);
  expect(readChoice(asked, 'authentication', 'otppin')).toEqual({ value: undefined, policies: [] });
  expect(readMaximum(asked, 'enrollment', 'max_token_per_user')).toEqual({ value: undefined, policies: [] });
});

test('nobody matches only policies that restrict nobody', () => {
  const policies = [
    policyOf('open', 'authentication', 'smsautosend'),
    policyOf('user', 'authentication', 'smsautosend', { user: ['*'] }),
    policyOf('realm', 'authentication', 'smsautosend', { realm: ['office'] }),
    policyOf('resolver', 'authentication', 'smsautosend', { resolver: ['ldap'] }),
  ];
  const nobody = { user: '', realm: '', resolver: '' };
  expect(readFlag(askAbout(policies, nobody), 'authentication', 'smsautosend').policies).toEqual(['open']);
});

test('a policy whose time or clients cannot be read vanishes', () => {
  const asked = askAbout([
    policyOf('time', 'authentication', 'smsautosend', { time: 'Sat-Mon: 8-18' }),
    policyOf('half', 'authentication', 'smsautosend', { time: 'Mon-Sun: 0-23, whenever' }),
    policyOf('client', 'authentication', 'smsautosend', { client: ['10.0.0.0/8', 'bad'] }),
    policyOf('negative', 'authentication', 'smsautosend', { client: ['-10.0.0.1'] }),
  ]);
  expect(readFlag(asked, 'authentication', 'smsautosend')).toEqual({ value: false, policies: [] });
});

test('the order of the policies never changes what is read', () => {
  const policy = fc.record({
    value: fc.constantFrom('none', 'userstore', 'tokenpin'),
    priority: fc.integer({ min: 1, max: 3 }),
  });
  const read = (policies: readonly { value: string; priority: number }[]) => {
    try {
      const asked = askAbout(policies.map(({ value, priority }) => authentication('p', `otppin=${value}`, priority)));
      return readChoice(asked, 'authentication', 'otppin').value;
    } catch (error) {
      return (error as PolicyConflict).code;
    }
  };
  fc.assert(
    fc.property(fc.array(policy, { maxLength: 6 }), (policies) => {
      expect(read([...policies].reverse())).toBe(read(policies));
    }),
  );
});
