import { timingSafeEqual } from 'node:crypto';
import { findHotp } from '../../domain/otp/hotp.ts';
import { findTotp } from '../../domain/otp/totp.ts';
import { openYubicoOtp, splitYubicoOtp, yubicoCount } from '../../domain/otp/yubico-otp.ts';
import type { Credential } from '../store/credentials.ts';

/** What a code is worth on a credential, before anything is stored. */
export type CodeVerdict =
  | { readonly kind: 'right'; readonly next: number; readonly timeShift: number; readonly privateId?: Uint8Array }
  /** A code that was right once: its counter is below the next. `newest`: it is the last one accepted. */
  | { readonly kind: 'used'; readonly newest: boolean }
  | { readonly kind: 'wrong' };

const wrong = { kind: 'wrong' } as const;

/**
 * Checks a code by the rules of the credential's type. Pure: the counter is moved by who asks, in a transaction. What
 * answers a question (OCRA) is no code by itself.
 */
export function checkCode(credential: Credential, seed: Uint8Array, code: string, unixSeconds: number): CodeVerdict {
  switch (credential.type) {
    case 'hotp':
    case 'sms':
    case 'email':
      return checkHotp(credential, seed, code);
    case 'totp':
      return checkTotp(credential, seed, code, unixSeconds);
    case 'yubikey':
      return checkYubico(credential, seed, code);
    case 'pw':
    case 'registration':
      return checkPassword(credential, seed, code);
    case 'spass':
      return code === '' ? { kind: 'right', next: credential.counter + 1, timeShift: credential.timeShift } : wrong;
    case 'qr':
    case 'ocra':
      return wrong;
  }
}

/** Right as often as it is typed. */
function checkPassword({ counter, timeShift }: Credential, seed: Uint8Array, code: string): CodeVerdict {
  const typed = Buffer.from(code);
  const right = typed.length === seed.length && timingSafeEqual(typed, seed);
  return right ? { kind: 'right', next: counter + 1, timeShift } : wrong;
}

function checkHotp(credential: Credential, seed: Uint8Array, code: string): CodeVerdict {
  const { counter, countWindow, otpLength, hash, timeShift } = credential;
  const found = findHotp(seed, code, counter, countWindow, otpLength, hash);
  if (found !== undefined) return { kind: 'right', next: found + 1, timeShift };
  const before = Math.max(0, counter - countWindow);
  return used(findHotp(seed, code, before, counter - before, otpLength, hash), counter);
}

function checkTotp(credential: Credential, seed: Uint8Array, code: string, unixSeconds: number): CodeVerdict {
  const clock = {
    stepSeconds: credential.timeStep,
    windowSeconds: credential.timeWindow,
    shiftSeconds: credential.timeShift,
  };
  const { otpLength, hash, counter } = credential;
  const found = findTotp(seed, code, unixSeconds, counter, clock, otpLength, hash);
  if (found !== undefined) return { kind: 'right', next: found.step + 1, timeShift: found.shiftSeconds };
  return used(findTotp(seed, code, unixSeconds, 0, clock, otpLength, hash)?.step, counter);
}

/**
 * The seed is the 16 key bytes, and the 6 bytes of the private id once it is known: a credential that came without one
 * is bound to the first it sees. Use counter and session must rise.
 */
function checkYubico(credential: Credential, seed: Uint8Array, code: string): CodeVerdict {
  const parts = splitYubicoOtp(code);
  if (parts === undefined || (credential.publicId !== '' && parts.publicId !== credential.publicId)) return wrong;
  const ticket = openYubicoOtp(seed.subarray(0, 16), parts.sealed);
  if (ticket === undefined) return wrong;
  const privateId = Buffer.from(ticket.privateId);
  const bound = seed.subarray(16);
  if (bound.length > 0 && !privateId.equals(bound)) return wrong;
  const count = yubicoCount(ticket);
  if (count < credential.counter) return used(count, credential.counter);
  const right = { kind: 'right', next: count + 1, timeShift: credential.timeShift } as const;
  return bound.length > 0 ? right : { ...right, privateId };
}

/** A code of a counter that is behind the next one. */
function used(found: number | undefined, next: number): CodeVerdict {
  return found === undefined ? wrong : { kind: 'used', newest: found === next - 1 };
}
