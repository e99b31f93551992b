import fc from 'fast-check';
import { expect, test } from 'vitest';
import { actionText, parseActionText, plainText, words } from '../../../domain/policy/action-text.ts';

test.each([
  [
    'a, b=1, c=text with \\, escaped comma',
    [
      ['a', true],
      ['b', '1'],
      ['c', 'text with \\, escaped comma'],
    ],
  ],
  [' otppin = userstore ', [['otppin', 'userstore']]],
  ['qrtanurl=https://x/?a=b', [['qrtanurl', 'https://x/?a=b']]],
  ['tokenlabel=', [['tokenlabel', '']]],
  ["smstext='  a  b '", [['smstext', "'  a  b '"]]],
  [
    '*, -disable',
    [
      ['*', true],
      ['-disable', true],
    ],
  ],
  ['', []],
  [' , ,', []],
])('reads %j', (text, actions) => {
  expect(parseActionText(text)).toEqual(actions);
});

test('keeps quotes and escapes until a value is used', () => {
  expect(plainText("'  a\\, b '")).toBe('  a, b ');
  expect(words('  hotp   totp ')).toEqual(['hotp', 'totp']);
  expect(words("'hotp totp'")).toEqual(['hotp totp']);
  expect(plainText("'")).toBe("'");
});

test('reads back what it wrote', () => {
  const name = fc.stringMatching(/^[a-zA-Z_.]{1,12}$/);
  const value = fc.string({ maxLength: 30 }).filter((text) => text.trim() === text && !text.endsWith('\\'));
  fc.assert(
    fc.property(fc.dictionary(name, fc.oneof(fc.constant(true as const), value), { maxKeys: 6 }), (actions) => {
      const once = Object.fromEntries(parseActionText(actionText(actions)));
      expect(Object.fromEntries(parseActionText(actionText(once)))).toEqual(once);
      const meant = Object.entries(actions).map(([key, text]) => [key, text === true ? true : plainText(text)]);
      expect(Object.entries(once).map(([key, text]) => [key, text === true ? true : plainText(text)])).toEqual(meant);
    }),
  );
});
