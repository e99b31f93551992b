import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { drawLostTokenPassword, lostTokenEnd, lostTokenSettings } from '../../../domain/policy/lost-token.ts';
import { passwordAlphabet, specialCharacters } from '../../../domain/policy/password-contents.ts';
import { PolicyConflict } from '../../../domain/policy/read.ts';
import { askAbout, policyOf } from './policy-of.ts';

test('without policies a password has 16 characters of Base58 and lasts 10 days', () => {
  const settings = lostTokenSettings(askAbout([]));
  expect(settings).toMatchObject({ length: 16, validMinutes: 14_400, policies: [] });
  expect(settings.alphabet).toHaveLength(58);
  expect(settings.alphabet).not.toMatch(/[0OIl]/);
});

test.each([
  ['c', /^[a-z]{26}$/],
  ['C', /^[A-Z]{26}$/],
  ['n', /^[0-9]{10}$/],
  ['s', /^[!#$%&()*+,\-./:;<=>?@[\]^_]{24}$/],
  ['8', /^[1-9A-HJ-NP-Za-km-z]{58}$/],
  ['Cn', /^[A-Z0-9]{36}$/],
  ['8n', /^[0-9A-HJ-NP-Za-km-z]{59}$/],
  ['nx', /^[0-9]{10}$/],
  ['', /^[a-zA-Z0-9]{62}$/],
])('contents %j give their pool, each character once', (contents, pool) => {
  expect(passwordAlphabet(contents)).toMatch(pool);
  expect(new Set(passwordAlphabet(contents)).size).toBe(passwordAlphabet(contents).length);
});

test('letters that all name nothing leave no pool', () => {
  expect(passwordAlphabet('xyz')).toBe('');
});

test('the special characters are exactly those of the document', () => {
  expect(specialCharacters).toBe('!#$%&()*+,-./:;<=>?@[]^_');
});

test('takes length, contents and days from the policies, in either spelling', () => {
  for (const actions of [
    'lostTokenPWLen=10, lostTokenPWContents=Cns, lostTokenValid=3',
    'losttoken_PW_length=10, losttoken_PW_contents=Cns, losttoken_valid=3',
  ]) {
    const settings = lostTokenSettings(askAbout([policyOf('p', 'enrollment', actions)]));
    expect(settings).toMatchObject({ length: 10, validMinutes: 4320, policies: ['p'] });
    const password = new TextDecoder().decode(drawLostTokenPassword(randomBytes, settings));
    expect(password).toMatch(/^[A-Z0-9!#$%&()*+,\-./:;<=>?@[\]^_]{10}$/);
  }
});

test('policies that contradict each other replace no token', () => {
  const asked = askAbout([
    policyOf('p', 'enrollment', 'lostTokenValid=3'),
    policyOf('q', 'enrollment', 'losttoken_valid=4'),
  ]);
  expect(() => lostTokenSettings(asked)).toThrow(PolicyConflict);
});

test('ends so many minutes later, to the minute, in local time with its offset', () => {
  const now = new Date(2026, 7, 19, 23, 58, 59);
  const end = lostTokenEnd(now, 10 * 1440);
  expect(end).toMatch(/^2026-08-29T23:58[+-]\d{4}$/);
  const [, sign, hours, minutes] = /([+-])(\d\d)(\d\d)$/.exec(end) ?? [];
  const asDate = new Date(`${end.slice(0, 16)}:00${sign}${hours}:${minutes}`);
  expect(asDate.getTime()).toBe(new Date(2026, 7, 29, 23, 58).getTime());
});
