import { timingSafeEqual } from 'node:crypto';
import type { Failure, FailureCode } from '../../domain/failure.ts';
import { findHotp } from '../../domain/otp/hotp.ts';
import { openYubicoOtp, yubicoCount } from '../../domain/otp/yubico-otp.ts';
import type { Issuance } from '../vault/issuances.ts';

/** Touches between programming and proving that nobody saw: a token counts each of them. */
const lookAhead = 20;

/** Where a code stands: `counter` is what to expect after it (HOTP) or what was seen last (Yubico OTP). */
export interface Found {
  readonly counter: number;
  readonly failure: Failure | undefined;
}

/** Whether a code is the next one that counts: the first may skip some, the second must follow it. */
export function placeOfCode(
  issuance: Pick<Issuance, 'type' | 'digits' | 'startCounter' | 'counter'>,
  codes: 0 | 1 | 2,
  code: string,
  seed: Uint8Array,
): Found {
  return issuance.type === 'hotp'
    ? placeOfHotp(issuance, codes, code, seed)
    : placeOfYubicoOtp(issuance, codes, code, seed);
}

function placeOfHotp(
  issuance: Pick<Issuance, 'digits' | 'startCounter' | 'counter'>,
  codes: 0 | 1 | 2,
  code: string,
  seed: Uint8Array,
): Found {
  const { digits, startCounter, counter } = issuance;
  const place = findHotp(seed, code, counter, lookAhead, digits);
  if (place !== undefined) {
    return codes === 1 && place !== counter ? refused('code/not-consecutive', place + 1) : taken(place + 1);
  }
  const used = findHotp(seed, code, startCounter, counter - startCounter, digits);
  return used === undefined ? refused('code/wrong', counter) : refused('code/used', counter);
}

/** A Yubico OTP says its own place: the first must be newer than anything seen, the second the very next touch. */
function placeOfYubicoOtp(
  issuance: Pick<Issuance, 'counter'>,
  codes: 0 | 1 | 2,
  code: string,
  seed: Uint8Array,
): Found {
  const ticket = openYubicoOtp(seed.subarray(0, 16), code);
  const isOurs = ticket !== undefined && timingSafeEqual(ticket.privateId, seed.subarray(16));
  ticket?.privateId.fill(0);
  if (ticket === undefined || !isOurs) return refused('code/wrong', issuance.counter);
  const count = yubicoCount(ticket);
  if (count <= issuance.counter) return refused('code/used', issuance.counter);
  const replugged = ticket.useCounter === (issuance.counter >> 8) + 1 && ticket.session === 0;
  const follows = codes === 0 || count === issuance.counter + 1 || replugged;
  return follows ? taken(count) : refused('code/not-consecutive', count);
}

function taken(counter: number): Found {
  return { counter, failure: undefined };
}

function refused(code: FailureCode, counter: number): Found {
  return { counter, failure: { code, context: {} } };
}
