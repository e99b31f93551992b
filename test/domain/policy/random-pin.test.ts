import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { parsePinContents, pinFollows } from '../../../domain/policy/pin-contents.ts';
import { pinStorage } from '../../../domain/policy/pin-storage.ts';
import { drawPin, pinContents, randomPinSettings } from '../../../domain/policy/random-pin.ts';
import { askAbout, policyOf } from './policy-of.ts';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

test('otp_pin_random says the length, and pinhandling whether it goes into a letter', () => {
  expect(randomPinSettings(askAbout([]))).toBeUndefined();
  expect(randomPinSettings(askAbout([policyOf('p', 'enrollment', 'otp_pin_random=-1')]))).toBeUndefined();
  const asked = askAbout([
    policyOf('p', 'enrollment', 'otp_pin_random=8'),
    policyOf('q', 'enrollment', 'pinhandling=letter'),
  ]);
  expect(randomPinSettings(asked)).toEqual({ length: 8, letter: true, policies: ['p', 'q'] });
});

test('the contents of the type come before the general ones, for the administrator who acts', () => {
  const policies = [
    policyOf('general', 'admin', 'otp_pin_contents=n', { adminUser: ['root'] }),
    policyOf('hotp', 'admin', 'hotp_otp_pin_contents=c', { adminUser: ['root'] }),
  ];
  const asked = (adminUser: string) => ({
    ...askAbout(policies),
    request: { ...askAbout(policies).request, adminUser },
  });
  expect(pinContents(asked('root'), 'HOTP')).toMatchObject({ value: parsePinContents('c'), policies: ['hotp'] });
  expect(pinContents(asked('root'), 'totp')).toMatchObject({ value: parsePinContents('n'), policies: ['general'] });
  expect(pinContents(asked('other'), 'hotp').policies).toEqual([]);
});

test.each([
  ['cn', ['a1', 'a1!'], ['aa', '11', '']],
  ['cns', ['a1!'], ['a1', 'a!']],
  ['+cn', ['a', '1', 'a!'], ['!', '']],
  ['-s', ['a1', ''], ['a!']],
  ['-cs', ['123'], ['1a']],
  ['[abc]', ['abc', 'cab'], ['abd', 'ABC']],
])('contents %s allow %j and refuse %j', (contents, right, wrong) => {
  const parsed = parsePinContents(contents);
  if (!parsed) throw new Error(contents);
  expect(right.filter((pin) => !pinFollows(parsed, pin))).toEqual([]);
  expect(wrong.filter((pin) => pinFollows(parsed, pin))).toEqual([]);
  for (const length of [4, 6, 12]) {
    for (let round = 0; round < 50; round += 1) {
      const pin = text(drawPin(randomBytes, length, parsed).reveal());
      expect(pin).toHaveLength(length);
      expect(pinFollows(parsed, pin), pin).toBe(true);
    }
  }
});

test.each(['', 'x', '-cns', '+', '[]', '[ä]', 'c n', '+-c'])('contents %j have no meaning', (contents) => {
  expect(parsePinContents(contents)).toBeUndefined();
});

test('without contents a PIN has letters and digits', () => {
  const { value } = pinContents(askAbout([]), 'hotp');
  const pins = Array.from({ length: 200 }, () => text(drawPin(randomBytes, 10, value).reveal())).join('');
  expect(pins).toMatch(/^[A-Za-z0-9]+$/);
  expect(new Set(pins).size).toBe(62);
});

test('a PIN too short for all it must hold has the length asked for, and fails its own check', () => {
  const parsed = parsePinContents('cns');
  if (!parsed) throw new Error('cns');
  const pin = text(drawPin(randomBytes, 2, parsed).reveal());
  expect(pin).toHaveLength(2);
  expect(pinFollows(parsed, pin)).toBe(false);
});

test('PINs are hashed unless a policy encrypts them', () => {
  expect(pinStorage(askAbout([])).value).toBe('hashed');
  expect(pinStorage(askAbout([policyOf('p', 'enrollment', 'otp_pin_encrypt=0')])).value).toBe('hashed');
  expect(pinStorage(askAbout([policyOf('p', 'enrollment', 'otp_pin_encrypt=1')]))).toEqual({
    value: 'encrypted',
    policies: ['p'],
  });
});
