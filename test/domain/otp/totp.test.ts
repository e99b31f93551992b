import { expect, test } from 'vitest';
import { findTotp, totp, totpStep } from '../../../domain/otp/totp.ts';

const digits = '1234567890123456789012345678901234567890123456789012345678901234';
const keys = {
  sha1: new TextEncoder().encode(digits.slice(0, 20)),
  sha256: new TextEncoder().encode(digits.slice(0, 32)),
  sha512: new TextEncoder().encode(digits),
};

test.each([
  [59, '94287082', '46119246', '90693936'],
  [1111111109, '07081804', '68084774', '25091201'],
  [1111111111, '14050471', '67062674', '99943326'],
  [1234567890, '89005924', '91819424', '93441116'],
  [2000000000, '69279037', '90698825', '38618901'],
  [20000000000, '65353130', '77737706', '47863826'],
])('gives the codes of RFC 6238 appendix B at %i', (time, sha1, sha256, sha512) => {
  expect(totp(keys.sha1, time, 30, 8)).toBe(sha1);
  expect(totp(keys.sha256, time, 30, 8, 'sha256')).toBe(sha256);
  expect(totp(keys.sha512, time, 30, 8, 'sha512')).toBe(sha512);
});

const clock = { stepSeconds: 30, windowSeconds: 180, shiftSeconds: 0 };
const key = keys.sha1;
const now = 1_700_000_000;

test('finds a code six steps off either way and remembers the drift', () => {
  expect(findTotp(key, totp(key, now + 180), now, 0, clock)).toEqual({
    step: totpStep(now + 180, 30),
    shiftSeconds: 180,
  });
  expect(findTotp(key, totp(key, now - 180), now, 0, clock)?.shiftSeconds).toBe(-180);
  expect(findTotp(key, totp(key, now + 210), now, 0, clock)).toBeUndefined();
  expect(findTotp(key, totp(key, now - 210), now, 0, clock)).toBeUndefined();
});

test('follows a token whose clock drifts', () => {
  const drifted = { ...clock, shiftSeconds: 300 };
  expect(findTotp(key, totp(key, now + 450), now, 0, drifted)?.shiftSeconds).toBe(450);
});

test('refuses a step that was used, and those before it', () => {
  const used = totpStep(now, 30);
  expect(findTotp(key, totp(key, now), now, used + 1, clock)).toBeUndefined();
  expect(findTotp(key, totp(key, now - 30), now, used + 1, clock)).toBeUndefined();
  expect(findTotp(key, totp(key, now + 30), now, used + 1, clock)?.step).toBe(used + 1);
});
