import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hotp } from '../../domain/otp/hotp.ts';
import { totp } from '../../domain/otp/totp.ts';
import { makeYubicoOtp } from '../../domain/otp/yubico-otp.ts';
import { checkCode } from '../../server/check/check-code.ts';
import { type Credential, newCredential } from '../../server/store/credentials.ts';
import { rfcSeed } from './test-station.ts';

const base: Omit<Credential, 'type'> = {
  ...newCredential,
  id: 1,
  serial: 'X',
  seed: rfcSeed,
  begunAt: '',
  lastUsedAt: null,
  tries: 0,
  successes: 0,
  maxTries: null,
  maxSuccesses: null,
};

/** Presents codes one after the other; gives for each whether it was right. */
function present(credential: Credential, seed: Uint8Array, codes: readonly { code: string; at: number }[]): boolean[] {
  let now = credential;
  return codes.map(({ code, at }) => {
    const verdict = checkCode(now, seed, code, at);
    if (verdict.kind === 'right') now = { ...now, counter: verdict.next, timeShift: verdict.timeShift };
    return verdict.kind === 'right';
  });
}

test('accepts of any history of HOTP codes exactly those in the window, each once', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(60), { maxLength: 40 }), (counters) => {
      let next = 0;
      const expected = counters.map((counter) => {
        const right = counter >= next && counter < next + 10;
        if (right) next = counter + 1;
        return right;
      });
      const codes = counters.map((counter) => ({ code: hotp(rfcSeed, counter, 8), at: 0 }));
      expect(present({ ...base, type: 'hotp', otpLength: 8 }, rfcSeed, codes)).toEqual(expected);
    }),
  );
});

test('never accepts a TOTP step twice or an earlier one, however the token’s clock wanders', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(40), fc.integer({ min: -8, max: 8 })), { maxLength: 40 }), (moments) => {
      const start = 1_700_000_010;
      let at = start;
      const codes = moments.map(([pause, drift]) => {
        at += 30 * pause;
        return { at, step: Math.floor(at / 30) + drift, code: totp(rfcSeed, at + 30 * drift, 30, 8) };
      });
      const right = present({ ...base, type: 'totp', otpLength: 8 }, rfcSeed, codes);
      const steps = codes.filter((_, place) => right[place]).map(({ step }) => step);
      expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b));
    }),
  );
});

test('accepts of any history of Yubico OTPs those that rise, each once', () => {
  const seed = Buffer.alloc(22, 3);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(20), fc.nat(3)), { maxLength: 40 }), (presses) => {
      let highest = -1;
      const expected = presses.map(([use, session]) => {
        const right = use * 256 + session > highest;
        if (right) highest = use * 256 + session;
        return right;
      });
      const codes = presses.map(([useCounter, session], random) => ({
        at: 0,
        code: makeYubicoOtp(seed.subarray(0, 16), {
          privateId: '030303030303',
          useCounter,
          session,
          timestamp: 0,
          random,
        }),
      }));
      expect(present({ ...base, type: 'yubikey' }, seed, codes)).toEqual(expected);
    }),
  );
});

test('is wrong, never a crash, for any text', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 80 }), fc.constantFrom('hotp', 'totp', 'yubikey'), (typed, type) => {
      const code = `${typed}x`;
      expect(checkCode({ ...base, type }, Buffer.alloc(22, 3), code, 1_700_000_000).kind).toBe('wrong');
    }),
  );
});
