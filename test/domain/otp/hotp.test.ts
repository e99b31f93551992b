import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findHotp, findHotpPair, hotp } from '../../../domain/otp/hotp.ts';

const key = new TextEncoder().encode('12345678901234567890');
const rfc4226 = '755224 287082 359152 969429 338314 254676 287922 162583 399871 520489'.split(' ');

test('gives the ten codes of RFC 4226 appendix D', () => {
  expect(rfc4226.map((_, counter) => hotp(key, counter))).toEqual(rfc4226);
  expect([0, 1, 2, 3].map((counter) => hotp(key, counter, 8))).toEqual([
    '84755224',
    '94287082',
    '37359152',
    '26969429',
  ]);
  expect([hotp(key, 16), hotp(key, 17)]).toEqual(['186581', '447589']);
});

test('agrees with an independent HMAC for any key, counter and hash', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 80 }),
      fc.nat(Number.MAX_SAFE_INTEGER),
      fc.constantFrom('sha1', 'sha256', 'sha512'),
      (anyKey, counter, hash) => {
        const moving = Buffer.alloc(8);
        moving.writeBigUInt64BE(BigInt(counter));
        const mac = createHmac(hash, anyKey).update(moving).digest();
        const value = mac.readUInt32BE((mac.at(-1) ?? 0) & 15) & 0x7fffffff;
        expect(hotp(anyKey, counter, 8, hash)).toBe(String(value % 1e8).padStart(8, '0'));
      },
    ),
  );
});

test('finds a code inside the look-ahead window and nowhere else', () => {
  expect(findHotp(key, '755224', 0, 10)).toBe(0);
  expect(findHotp(key, '520489', 0, 10)).toBe(9);
  expect(findHotp(key, '520489', 0, 9)).toBeUndefined();
  expect(findHotp(key, '755224', 1, 10)).toBeUndefined();
});

test('refuses what is no code of that length', () => {
  for (const typed of ['', '75522', '7552244', ' 755224', '75522x', '-75522', '٧٥٥٢٢٤', '7.5e+5', '0x7552']) {
    expect(findHotp(key, typed, 0, 10)).toBeUndefined();
  }
});

test('finds two consecutive codes far ahead, and not two that do not follow each other', () => {
  expect(findHotpPair(key, hotp(key, 700), hotp(key, 701), 0, 1000)).toBe(701);
  expect(findHotpPair(key, hotp(key, 700), hotp(key, 702), 0, 1000)).toBeUndefined();
  expect(findHotpPair(key, hotp(key, 701), hotp(key, 700), 0, 1000)).toBeUndefined();
  expect(findHotpPair(key, hotp(key, 1000), hotp(key, 1001), 0, 1000)).toBeUndefined();
});

test('leaves the caller’s key as it was', () => {
  const copy = key.slice();
  findHotp(copy, '755224', 0, 10);
  expect(copy).toEqual(key);
});
