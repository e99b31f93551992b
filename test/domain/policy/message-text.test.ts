import fc from 'fast-check';
import { expect, test } from 'vitest';
import { challengeTypes } from '../../../domain/policy/challenge-types.ts';
import { messageTemplate, renderMessage, sendsNextCode, templateFile } from '../../../domain/policy/message-text.ts';
import { askAbout, policyOf } from './policy-of.ts';

const facts = {
  otp: '123456',
  serial: 'PISM1',
  tokenType: 'sms',
  username: 'alice',
  realm: 'office',
  givenName: 'Alice',
  surname: '{otp}',
  recipientGivenName: 'Bob',
  recipientSurname: 'Ross',
  challenge: 'c',
  at: new Date(2026, 0, 2, 3, 4, 5),
};

test.each([
  ['smstext', '<otp>'],
  ['emailtext', '<otp>'],
  ['emailsubject', 'Your OTP'],
] as const)('%s is %j without a policy', (message, text) => {
  expect(messageTemplate(askAbout([]), message)).toEqual({ value: text, policies: [] });
});

test.each([
  ['<otp>', '123456'],
  ['Code <otp> of <serial>', 'Code 123456 of PISM1'],
  ['{otp} {serial} {tokentype}', '123456 PISM1 sms'],
  ['{user} {givenname} {username} {userrealm}', 'Alice Alice alice office'],
  ['{surname} <otp>', '{otp} 123456'],
  ['{recipient_givenname} {recipient_surname}', 'Bob Ross'],
  ['{date} {time}', '2026-01-02 03:04:05'],
  ['[{realm}{admin}] {challenge}', '[] c'],
  ['{user.__class__} {0} {} {nothing} <nothing> {{otp}}', '{user.__class__} {0} {} {nothing} <nothing> {123456}'],
  ['{constructor} {toString}', '{constructor} {toString}'],
])('%j comes out as %j', (template, text) => {
  expect(renderMessage(template, facts)).toBe(text);
});

test('rendering never fails and never looks at what it put in', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (template, surname) => {
      expect(renderMessage(`${template}|{surname}`, { ...facts, surname })).toMatch(/\|/);
      expect(renderMessage('{surname}', { ...facts, surname })).toBe(surname);
    }),
  );
});

test('a text with an escaped comma has the comma', () => {
  const asked = askAbout([policyOf('p', 'authentication', 'smstext=Hello\\, {user}: <otp>')]);
  expect(renderMessage(messageTemplate(asked, 'smstext').value, facts)).toBe('Hello, Alice: 123456');
});

test('only a plain file name is a template', () => {
  expect(templateFile('file:code.html')).toBe('code.html');
  for (const text of ['file:../x', 'file:/etc/passwd', 'file:', 'file:.hidden', 'x file:a']) {
    expect(templateFile(text)).toBeUndefined();
  }
});

test('the next code is sent by the kind of message whose policy says so', () => {
  const asked = askAbout([policyOf('p', 'authentication', 'smsautosend')]);
  expect(sendsNextCode(asked, 'sms')).toEqual({ value: true, policies: ['p'] });
  expect(sendsNextCode(asked, 'email')).toEqual({ value: false, policies: [] });
});

test('a PIN alone starts a challenge for the types listed by any policy, and for those that only know challenges', () => {
  const types = (...values: readonly string[]) =>
    [
      ...challengeTypes(
        askAbout(
          values.map((value, number) =>
            policyOf(`p${number}`, 'authentication', `challenge_response=${value}`, { priority: number + 1 }),
          ),
        ),
      ).value,
    ].sort();
  expect(types()).toEqual(['email', 'ocra', 'qr', 'sms']);
  expect(types('HOTP totp', 'yubikey')).toEqual(['email', 'hotp', 'ocra', 'qr', 'sms', 'totp', 'yubikey']);
});
