import { expect, test } from 'vitest';
import { descriptionKey } from '../../../domain/policy/definition.ts';
import { definitionOf, definitions } from '../../../domain/policy/definitions.ts';

test.each([
  // The actions of privacyIDEA's pages on enrollment and authentication policies, as they spell them.
  ['enrollment', 'max_token_per_realm', 'int'],
  ['enrollment', 'max_token_per_user', 'int'],
  ['enrollment', 'tokenlabel', 'str'],
  ['enrollment', 'autoassignment', 'str'],
  ['enrollment', 'otp_pin_random', 'int'],
  ['enrollment', 'otp_pin_encrypt', 'bool'],
  ['enrollment', 'lostTokenPWLen', 'int'],
  ['enrollment', 'lostTokenPWContents', 'str'],
  ['enrollment', 'lostTokenValid', 'int'],
  ['authentication', 'otppin', 'str'],
  ['authentication', 'passthru', 'str'],
  ['authentication', 'passOnNoToken', 'bool'],
  ['authentication', 'passOnNoUser', 'bool'],
  ['authentication', 'smstext', 'str'],
  ['authentication', 'smsautosend', 'bool'],
  ['authentication', 'emailtext', 'str'],
  ['authentication', 'emailsubject', 'str'],
  ['authentication', 'emailautosend', 'bool'],
  ['authentication', 'qrtanurl', 'str'],
  ['authentication', 'challenge_response', 'str'],
] as const)('%s knows %s as %s', (scope, name, type) => {
  expect(definitionOf(scope, name)?.type).toBe(type);
});

test('knows the rights of a service account and of a trust controller', () => {
  const rights =
    'enrollHOTP enrollTOTP enrollYUBIKEY assign unassign enable disable revoke resync reset setpin losttoken importtokens tokenlist userlist getserial settokeninfo auditlog policyread control_trust';
  for (const right of rights.split(' ')) expect(definitionOf('admin', right)?.type, right).toBe('bool');
});

test('marks exactly the two that let people in without a token', () => {
  expect(definitions.filter(({ dangerous }) => dangerous).map(({ name }) => name)).toEqual([
    'passOnNoToken',
    'passOnNoUser',
  ]);
});

test('free texts are those of privacyIDEA', () => {
  const free = definitions.filter(({ freeText }) => freeText).map(({ name }) => name);
  expect(free.sort()).toEqual(['challenge_text', 'emailsubject', 'emailtext', 'smstext', 'tokenissuer', 'tokenlabel']);
});

test('each action is defined once in its scope and has a description', () => {
  const names = definitions.map(({ scope, name }) => `${scope} ${name}`);
  expect(new Set(names).size).toBe(names.length);
  expect(definitions.every(({ description }) => description.endsWith('.'))).toBe(true);
});

test('actions of one family share the key of their description', () => {
  const key = (scope: 'enrollment' | 'authentication' | 'admin', name: string) => descriptionKey({ scope, name });
  expect(key('enrollment', 'hotp_max_token_per_user')).toBe('policy.action.enrollment.type_max_token_per_user');
  expect(key('enrollment', 'max_token_per_user')).toBe('policy.action.enrollment.max_token_per_user');
  expect(key('admin', 'enrollHOTP')).toBe('policy.action.admin.enrollTYPE');
  expect(key('admin', 'enrollpin')).toBe('policy.action.admin.enrollpin');
  expect(key('authentication', 'qrtanurl.bank')).toBe('policy.action.authentication.qrtanurl');
});

test('knows no action of another scope and nothing that objects inherit', () => {
  expect(definitionOf('authentication', 'max_token_per_user')).toBeUndefined();
  expect(definitionOf('user', 'revoke')).toBeUndefined();
  expect(definitionOf('audit', 'auditlog')).toBeUndefined();
  expect(definitionOf('admin', 'constructor')).toBeUndefined();
});
