import { expect, test } from 'vitest';
import { checkPolicy } from '../../../domain/policy/check-policy.ts';
import type { Condition, Policy, Scope } from '../../../domain/policy/policy.ts';
import { policyOf } from './policy-of.ts';

function codes(policy: Policy, saved: readonly Policy[] = [], rules = {}): readonly string[] {
  return checkPolicy(policy, saved, rules).problems.map(({ field, code }) => `${field} ${code}`);
}

const otppin = (name: string, value: string, more: Partial<Policy> = {}) =>
  policyOf(name, 'authentication', `otppin=${value}`, more);

test.each([
  ['enrollment', 'max_token_per_realm=10'],
  ['enrollment', 'tokencount=0'],
  ['enrollment', 'hotp_max_active_token_per_user=2'],
  ['enrollment', 'tokenlabel={user}@{realm} <s>, tokenissuer=Acme \\, Inc.'],
  ['enrollment', 'autoassignment'],
  ['enrollment', 'autoassignment=userstore'],
  ['enrollment', 'otp_pin_random=8, pinhandling=letter'],
  ['enrollment', 'otp_pin_encrypt=0'],
  ['enrollment', 'lostTokenPWLen=10, lostTokenPWContents=Cns, lostTokenValid=5'],
  ['enrollment', 'losttoken_valid=1d 4h'],
  ['enrollment', 'lostTokenPWLen=10, losttoken_PW_length=010'],
  ['authentication', 'otppin=userstore'],
  ['authentication', 'otppin=2'],
  ['authentication', 'passthru, passOnNoToken=0'],
  ['authentication', 'smstext=Your code: <otp> of {givenname}, smsautosend'],
  ['authentication', 'emailtext=file:code.html, emailsubject=Code, emailautosend'],
  ['authentication', 'challenge_response=hotp TOTP yubikey'],
  ['authentication', 'qrtanurl=https://tan.example.org/push?s=<serial>&t=<transactionid>'],
  ['admin', '*'],
  ['admin', '*, -disable'],
  ['admin', 'enrollHOTP, assign, otp_pin_contents=+cn, hotp_otp_pin_contents=cns'],
] as const)('accepts %s: %s', (scope, actions) => {
  expect(codes(policyOf('p', scope, actions))).toEqual([]);
});

test.each([
  ['enrollment', '', 'action action-empty'],
  ['enrollment', 'max_tokens=1', 'action action-unknown'],
  ['enrollment', 'otppin=none', 'action action-unknown'],
  ['enrollment', '*', 'action action-unknown'],
  ['enrollment', 'constructor', 'action action-unknown'],
  ['container', 'disable', 'scope scope-without-actions'],
  ['webui', 'login_mode=password', 'action value-unknown'],
  ['webui', 'jwt_validity=10', 'action value-not-number'],
  ['user', 'enrollHOTP', 'action action-unknown'],
  ['user', '*', 'action action-unknown'],
  ['enrollment', 'max_token_per_realm', 'action value-missing'],
  ['enrollment', 'max_token_per_realm=', 'action value-missing'],
  ['enrollment', 'max_token_per_realm=many', 'action value-not-number'],
  ['enrollment', 'max_token_per_realm=-1', 'action value-not-number'],
  ['enrollment', 'max_token_per_realm=1.5', 'action value-not-number'],
  ['enrollment', 'max_token_per_realm=99999999999999999999', 'action value-not-number'],
  ['enrollment', 'otp_pin_random=33', 'action value-not-number'],
  ['enrollment', 'lostTokenPWLen=0', 'action value-not-number'],
  ['enrollment', 'lostTokenValid=0', 'action value-duration'],
  ['enrollment', 'lostTokenValid=soon', 'action value-duration'],
  ['enrollment', 'lostTokenPWContents=xyz', 'action value-empty-pool'],
  ['enrollment', 'autoassignment=maybe', 'action value-unknown'],
  ['enrollment', 'otp_pin_encrypt=2', 'action value-not-flag'],
  ['enrollment', 'tokenlabel', 'action value-missing'],
  ['enrollment', 'tokenlabel={user.password}', 'action value-tag-unknown'],
  ['enrollment', 'tokenlabel={otp}', 'action value-tag-unknown'],
  ['enrollment', 'appimageurl=http://x.example/a.png', 'action value-url'],
  ['enrollment', 'pinhandling=log', 'action value-unknown'],
  ['enrollment', 'lostTokenPWLen=8, losttoken_PW_length=9', 'action action-twice'],
  ['authentication', 'otppin=password or pin', 'action value-unknown'],
  ['authentication', 'otppin=4', 'action value-unknown'],
  ['authentication', 'passthru=radius9', 'action value-unknown'],
  ['authentication', 'passOnNoUser=maybe', 'action value-not-flag'],
  ['authentication', 'challenge_response=hotp smoke', 'action value-type-unknown'],
  ['authentication', 'smstext={phone}', 'action value-tag-unknown'],
  ['authentication', 'emailtext=file:../../etc/passwd', 'action value-file'],
  ['authentication', 'qrtanurl=http://tan.example.org/', 'action value-url'],
  ['authentication', 'qrtanurl=https://user:pw@tan.example.org/', 'action value-url'],
  ['authentication', 'qrtanurl=javascript:alert(1)', 'action value-url'],
  ['authentication', 'qrtanurl=https://tan.example.org/<pin>', 'action value-tag-unknown'],
  ['admin', '-disable', 'action action-only-excluded'],
  ['admin', 'fly', 'action action-unknown'],
  ['admin', '*, -fly', 'action action-unknown'],
  ['admin', 'otp_pin_contents=xyz', 'action value-contents'],
] as const)('refuses %s: %s', (scope, actions, code) => {
  expect(codes(policyOf('p', scope, actions))).toContain(code);
});

test('allows the hosts and RADIUS servers of the installation only', () => {
  const url = policyOf('p', 'authentication', 'qrtanurl=https://tan.example.org:8443/');
  expect(codes(url, [], { urlHosts: ['TAN.example.org'] })).toEqual([]);
  expect(codes(url, [], { urlHosts: ['other.example.org'] })).toEqual(['action value-url-host']);
  const radius = policyOf('p', 'authentication', 'passthru=radius1');
  expect(codes(radius, [], { radiusServers: ['radius1'] })).toEqual([]);
});

const condition: Condition = {
  section: 'weather',
  key: 'rain',
  comparator: 'equals',
  value: 'yes',
  active: true,
  whenMissing: 'raise_error',
};

const bad: readonly (readonly [Partial<Policy>, string])[] = [
  [{ name: '' }, 'name name-empty'],
  [{ name: 'x'.repeat(65) }, 'name too-long'],
  [{ name: 'a/b' }, 'name name-characters'],
  [{ name: 'Ä' }, 'name name-characters'],
  [{ name: 'check' }, 'name name-reserved'],
  [{ name: 'pi-update-policy-1' }, 'name name-reserved'],
  [{ scope: 'nonsense' as Scope }, 'scope scope-unknown'],
  [{ user: ['-bob'] }, 'user list-only-excluded'],
  [{ user: ['bob', '-bob'] }, 'user list-matches-nobody'],
  [{ user: ['bob', ''] }, 'user list-entry-empty'],
  [{ user: ['(a+)+'] }, 'user expression-cost'],
  [{ user: ['(bob'] }, 'user expression'],
  [{ realm: ['!office'] }, 'realm list-only-excluded'],
  [{ realm: ['Office'] }, 'realm realm-case'],
  [{ resolver: ['-ldap'] }, 'resolver resolver-exclusion'],
  [{ client: ['-10.0.0.1'] }, 'client list-only-excluded'],
  [{ client: ['10.0.0'] }, 'client address-malformed'],
  [{ client: ['10.0.0.0/8', 'x'] }, 'client address-malformed'],
  [{ time: 'Sat-Mon: 8-18' }, 'time time-day-order'],
  [{ time: 'Mon: 18-8' }, 'time time-order'],
  [{ time: 'noon' }, 'time time-malformed'],
  [{ priority: 0 }, 'priority priority'],
  [{ priority: 1.5 }, 'priority priority'],
  [{ adminUser: ['root'] }, 'adminuser admin-only'],
  [{ adminRealm: ['root'] }, 'adminrealm admin-only'],
  [{ conditions: [condition] }, 'conditions condition-section'],
];

test.each(bad)('refuses %j: %s', (more, code) => {
  expect(codes(otppin('p', 'none', more))).toContain(code);
});

const pairs: readonly (readonly [Partial<Policy>, Partial<Policy>, boolean])[] = [
  [{}, {}, true],
  [{ priority: 2 }, {}, false],
  [{ active: false }, {}, false],
  [{}, { active: false }, false],
  [{ realm: ['office'] }, {}, true],
  [{ realm: ['office'] }, { realm: ['home'] }, false],
  [{ realm: ['office', 'home'] }, { realm: ['home', 'shop'] }, true],
  [{ realm: ['off.*'] }, { realm: ['office'] }, true],
  [{ user: ['*', '-bob'] }, { user: ['bob'] }, false],
  [{ user: ['*', '-bob'] }, { user: ['eve'] }, true],
  [{ user: ['*'] }, { user: ['*'] }, true],
  [{ user: ['a.*'] }, { user: ['b.*'] }, false],
  [{ user: ['a.*'] }, { user: ['a.*'] }, true],
  [{ resolver: ['ldap'] }, { resolver: ['sql'] }, false],
  [{ client: ['10.0.0.0/8'] }, { client: ['10.1.0.0/16'] }, true],
  [{ client: ['10.0.0.0/8', '-10.1.0.0/16'] }, { client: ['10.1.0.0/16'] }, false],
  [{ client: ['10.0.0.0/8'] }, { client: ['::/0'] }, false],
  [{ time: 'Mon-Fri: 8-18' }, { time: 'Sat: 8-18' }, false],
  [{ time: 'Mon-Fri: 8-18' }, { time: 'Fri-Sun: 18-20' }, true],
  [{ node: ['one'] }, { node: ['two'] }, false],
  [{ userAgent: ['PAM'] }, { userAgent: ['pam'] }, true],
  [{ conditions: [{ ...condition, section: 'userinfo' }] }, {}, false],
];

test.each(pairs)('a policy for %j clashes with one for %j: %s', (one, other, clash) => {
  const expected = clash ? ['action conflict'] : [];
  expect(codes(otppin('new', 'none', one), [otppin('old', 'userstore', other)])).toEqual(expected);
  expect(codes(otppin('new', 'none', other), [otppin('old', 'userstore', one)])).toEqual(expected);
});

test('a conflict names the other policy, its action and its value', () => {
  expect(checkPolicy(otppin('new', 'none'), [otppin('old', 'userstore')]).problems).toEqual([
    { field: 'action', code: 'conflict', context: { action: 'otppin', policy: 'old', value: 'userstore' } },
  ]);
});

test('a conflict is found across the two names of an action, not between equal values or with the policy it replaces', () => {
  const old = policyOf('old', 'enrollment', 'lostTokenPWLen=8');
  expect(codes(policyOf('new', 'enrollment', 'losttoken_PW_length=9'), [old])).toEqual(['action conflict']);
  expect(codes(policyOf('new', 'enrollment', 'losttoken_PW_length=8'), [old])).toEqual([]);
  expect(codes(policyOf('old', 'enrollment', 'losttoken_PW_length=9'), [old])).toEqual([]);
});

test('limits and flags never conflict', () => {
  const saved = [policyOf('old', 'enrollment', 'max_token_per_user=1, encrypt_pin')];
  expect(codes(policyOf('new', 'enrollment', 'max_token_per_user=2, encrypt_pin=0'), saved)).toEqual([]);
});

test.each([
  ['authentication', 'passOnNoToken', ['dangerous']],
  ['authentication', 'passOnNoUser', ['dangerous']],
  ['authentication', 'passOnNoUser=0', []],
  ['authentication', 'smstext=hello', ['text-without-otp']],
  ['authentication', 'smstext={otp}', []],
  ['authentication', 'passthru', ['self-deletion']],
  ['authentication', 'otppin=none', ['single-factor']],
  ['authentication', 'otppin=2', ['single-factor']],
  ['authentication', 'otppin=ignore_pin', ['single-factor']],
  ['authentication', 'otppin=userstore', []],
  ['enrollment', 'encrypt_pin', ['pin-readable']],
  ['enrollment', 'encrypt_pin=0', []],
  ['authentication', 'qrtanurl=https://a.example/?p=<password>', ['password-in-url']],
] as const)('warns about %s: %s', (scope, actions, warnings) => {
  const checked = checkPolicy(policyOf('p', scope, actions), []);
  expect(checked.problems).toEqual([]);
  expect(checked.warnings.map(({ code }) => code)).toEqual(warnings);
});

test.each([
  ['passOnNoToken', ['dangerous', 'token-required']],
  ['passOnNoToken=0', []],
  ['passOnNoUser', ['dangerous']],
  ['passthru', ['self-deletion', 'token-required']],
  ['otppin=userstore', []],
])('where a group requires a token, warns about %s: %s', (actions, warnings) => {
  const checked = checkPolicy(policyOf('p', 'authentication', actions), [], { requiringGroups: ['Everyone', 'Staff'] });
  expect(checked.warnings.map(({ code }) => code)).toEqual(warnings);
  const said = checked.warnings.find(({ code }) => code === 'token-required')?.context;
  expect(said?.groups).toBe(warnings.length === 2 ? 'Everyone, Staff' : undefined);
});

test.each([
  ['authentication', 'passthru'],
  ['enrollment', 'autoassignment'],
] as const)('warns that passOnNoToken lets people in before %s: %s', (scope, action) => {
  const way = policyOf('way', scope, action);
  const anybody = policyOf('anybody', 'authentication', 'passOnNoToken');
  const warnings = (one: Policy, other: Policy) => checkPolicy(one, [other]).warnings;
  const warning = { field: 'action', code: 'never-reached' };
  expect(warnings(anybody, way)).toContainEqual({ ...warning, context: { action, policy: 'way' } });
  expect(warnings(way, anybody)).toContainEqual({ ...warning, context: { action, policy: 'anybody' } });
  expect(warnings(way, { ...anybody, realm: ['home'], active: false }).map(({ code }) => code)).not.toContain(
    'never-reached',
  );
});
