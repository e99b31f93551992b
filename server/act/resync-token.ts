import { findHotpPair } from '../../domain/otp/hotp.ts';
import { totpStep } from '../../domain/otp/totp.ts';
import { checkCode } from '../check/check-code.ts';
import { openSeed } from '../keys/seed-at-rest.ts';
import type { Credential } from '../store/credentials.ts';
import { required } from '../wire/parameters.ts';
import { assertChangeable } from './changeable.ts';
import type { Act } from './perform.ts';

/** Where a token is, as two codes in a row told. */
interface Place {
  readonly next: number;
  readonly timeShift: number;
}

/**
 * `POST /token/resync`: two codes in a row within the wide window say where the token is. A type that has no place is
 * never found, as privacyIDEA says it.
 */
export const resyncToken: Act = {
  name: 'token/resync',
  right: 'resync',
  target: 'own serial',
  async run({ store, keys }, facts, { credentials: [credential] }) {
    const first = required(facts.parameters, 'otp1').trim();
    const second = required(facts.parameters, 'otp2').trim();
    if (credential === undefined) throw new Error('the serial was looked for');
    assertChangeable(credential);
    const seed = openSeed(keys.storeKey, credential.serial, credential.seed);
    try {
      const place = findPlace(credential, seed, first, second, facts.at.getTime() / 1000);
      const { id, counter } = credential;
      const done = place !== undefined && (await store.changes.resync(id, counter, place.next, place.timeShift));
      return { value: done, audit: { found: done } };
    } finally {
      seed.fill(0);
    }
  },
};

function findPlace(
  credential: Credential,
  seed: Uint8Array,
  first: string,
  second: string,
  unixSeconds: number,
): Place | undefined {
  const { type, counter, syncWindow, otpLength, hash, timeStep, timeShift } = credential;
  if (type === 'yubikey') return yubikeyPlace(credential, seed, first, second, unixSeconds);
  if (type === 'hotp' || type === 'sms' || type === 'email') {
    const found = findHotpPair(seed, first, second, counter, syncWindow, otpLength, hash);
    return found === undefined ? undefined : { next: found + 1, timeShift };
  }
  if (type !== 'totp') return undefined;
  const now = totpStep(unixSeconds, timeStep);
  const from = Math.max(counter, now - syncWindow, 0);
  const found = findHotpPair(seed, first, second, from, Math.max(0, now + syncWindow - from), otpLength, hash);
  return found === undefined ? undefined : { next: found + 1, timeShift: (found - now) * timeStep };
}

/** The counter is in the code: the second must be right after the first was used. */
function yubikeyPlace(
  credential: Credential,
  seed: Uint8Array,
  first: string,
  second: string,
  unixSeconds: number,
): Place | undefined {
  const one = checkCode(credential, seed, first, unixSeconds);
  if (one.kind !== 'right') return undefined;
  const two = checkCode({ ...credential, counter: one.next }, seed, second, unixSeconds);
  return two.kind === 'right' ? { next: two.next, timeShift: 0 } : undefined;
}
