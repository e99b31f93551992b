import { findHotp } from '../../domain/otp/hotp.ts';
import { openSeed } from '../keys/seed-at-rest.ts';
import type { Credential } from '../store/credentials.ts';
import type { CodeVerdict } from './check-code.ts';
import type { Checking } from './use-code.ts';

/** privacyIDEA's names for the far code that was seen last, and until when the next one may follow. */
const farCode = 'otp1c';
const farCodeUntil = 'dueDate';
const patienceMs = 300_000;

/**
 * `AutoResync`: a code beyond the window is remembered and refused; the very next one within five minutes says where
 * the token is, and lets its holder in (RFC 4226 section 7.4). For HOTP alone. Inside a transaction.
 */
export async function resyncedVerdict(
  { store, storeKey, now }: Checking,
  credential: Credential,
  code: string,
): Promise<CodeVerdict | undefined> {
  const { id, type, counter, countWindow, syncWindow, otpLength, hash, timeShift } = credential;
  if (type !== 'hotp') return undefined;
  const from = counter + countWindow;
  const seed = openSeed(storeKey, credential.serial, credential.seed);
  let found: number | undefined;
  try {
    found = findHotp(seed, code, from, syncWindow - countWindow, otpLength, hash);
  } finally {
    seed.fill(0);
  }
  if (found === undefined) return undefined;
  const before = await store.info.of(id);
  const follows = Number(before[farCode]) === found - 1 && now().toISOString() <= (before[farCodeUntil] ?? '');
  if (follows) {
    await store.info.remove(id, farCode);
    await store.info.remove(id, farCodeUntil);
    return { kind: 'right', next: found + 1, timeShift };
  }
  await store.info.set(id, farCode, String(found));
  await store.info.set(id, farCodeUntil, new Date(now().getTime() + patienceMs).toISOString());
  return undefined;
}
