import { AccessCode, Seed } from '../../domain/secret.ts';
import type { Connection } from '../../native/connection.ts';
import { type EmulatedToken, type EmulatedTokenOptions, emulatedToken } from '../../native/emulator/token.ts';
import { counted } from '../../native/tape.ts';
import { openYubikey, type YubikeySession } from '../../native/yubikey/session.ts';
import { hotpConfiguration, type TypingFlags } from '../../native/yubikey/slot-layout.ts';
import { jumpingClock } from './jumping-clock.ts';

export function bytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text.replace(/\s/g, ''), 'hex'));
}

export function hex(data: Uint8Array): string {
  return Buffer.from(data).toString('hex');
}

export function seed(text: string): Seed {
  return new Seed(bytes(text));
}

export function code(text: string): AccessCode {
  return new AccessCode(bytes(text));
}

export const rfc4226Key = '3132333435363738393031323334353637383930';
/** RFC 4226 appendix D, and 16 and 17 from oathtool. */
export const rfc4226Codes = '755224 287082 359152 969429 338314 254676 287922 162583 399871 520489'.split(' ');

export function hotp(flags: TypingFlags & { digits?: 6 | 8; counter?: number; key?: string } = {}) {
  return hotpConfiguration({ digits: 6, ...flags, seed: seed(flags.key ?? rfc4226Key) });
}

export interface Bench {
  readonly token: EmulatedToken;
  readonly session: YubikeySession;
  readonly connection: ReturnType<typeof counted>;
  readonly clock: ReturnType<typeof jumpingClock>;
}

/** An emulated token in a port, and the real driver on it. */
export async function bench(options: EmulatedTokenOptions = {}): Promise<Bench> {
  const clock = jumpingClock();
  const token = emulatedToken({ clock, serial: 12345678, ...options });
  token.powerUp();
  const connection = counted(token.connect() satisfies Connection);
  const session = await openYubikey(connection, clock);
  return { token, session, connection, clock };
}

/** The failure code of what must fail. */
export async function failureOf(work: Promise<unknown>): Promise<{ code: unknown; context: unknown }> {
  try {
    await work;
  } catch (error) {
    const { code: failureCode, context } = error as { code: unknown; context: unknown };
    if (failureCode === undefined) throw error;
    return { code: failureCode, context };
  }
  throw new Error('it did not fail');
}
