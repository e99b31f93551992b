import { findHotp, hotp, type OtpHash } from './hotp.ts';

/** How a TOTP credential counts: what privacyIDEA calls timeStep, timeWindow and timeShift, all in seconds. */
export interface TotpClock {
  readonly stepSeconds: number;
  /** How far the token's clock may be off, each way. */
  readonly windowSeconds: number;
  /** How far it was off the last time. */
  readonly shiftSeconds: number;
}

/** The number of whole steps since the epoch (RFC 6238 section 4.2). */
export function totpStep(unixSeconds: number, stepSeconds: number): number {
  return Math.floor(unixSeconds / stepSeconds);
}

export function totp(
  key: Uint8Array,
  unixSeconds: number,
  stepSeconds = 30,
  digits = 6,
  hash: OtpHash = 'sha1',
): string {
  return hotp(key, totpStep(unixSeconds, stepSeconds), digits, hash);
}

/**
 * The step of `code` in the window around the token's time, never before `from`: a step once used is not found again.
 * `shiftSeconds` is the drift to remember.
 */
export function findTotp(
  key: Uint8Array,
  code: string,
  unixSeconds: number,
  from: number,
  clock: TotpClock,
  digits = 6,
  hash: OtpHash = 'sha1',
): { readonly step: number; readonly shiftSeconds: number } | undefined {
  const now = totpStep(unixSeconds, clock.stepSeconds);
  const expected = totpStep(unixSeconds + clock.shiftSeconds, clock.stepSeconds);
  const steps = Math.floor(clock.windowSeconds / clock.stepSeconds);
  const first = Math.max(from, expected - steps, 0);
  const step = findHotp(key, code, first, expected + steps + 1 - first, digits, hash);
  return step === undefined ? undefined : { step, shiftSeconds: (step - now) * clock.stepSeconds };
}
