import type { OtpHash } from '../domain/otp/hotp.ts';

/** A key read from a file. Whoever takes it wipes the seed. */
export interface ImportedKey {
  /** Where in the file: `line 4`, `key 3`. */
  readonly place: string;
  readonly serial: string;
  readonly type: 'hotp' | 'totp' | 'yubikey' | 'ocra';
  readonly seed: Uint8Array;
  readonly otpLength: number;
  readonly hash: OtpHash;
  readonly counter: number;
  readonly timeStep: number;
  readonly timeShift: number;
  readonly publicId: string;
  readonly description: string;
  /** Of an OCRA key. */
  readonly suite?: string;
  /** Whom the file gives it to. */
  readonly holder?: { readonly user: string; readonly realm: string };
}

/** What a place of a file holds: a key, something that is passed over, or a fault that stops the import. */
export type ImportRow =
  | { readonly kind: 'key'; readonly key: ImportedKey }
  | { readonly kind: 'passed-over'; readonly reason: string }
  | { readonly kind: 'fault'; readonly reason: string };

/** Rows as they are read, some at a time. */
export type ImportRows = AsyncGenerator<readonly ImportRow[]>;

/** What holds where a file says nothing of it. */
export const plainKey = {
  otpLength: 6,
  hash: 'sha1',
  counter: 0,
  timeStep: 30,
  timeShift: 0,
  publicId: '',
  description: '',
} as const;

export function fault(place: string, reason: string): ImportRow {
  return { kind: 'fault', reason: `${place}: ${reason}` };
}

export function passedOver(place: string, reason: string): ImportRow {
  return { kind: 'passed-over', reason: `${place}: ${reason}` };
}

/** The bounds that hold for a key whatever its format; the first that it breaks, if any. */
export function boundsFault(key: ImportedKey): string | undefined {
  const { serial, type, seed, otpLength, counter, timeStep, publicId, description } = key;
  if (!/^[0-9a-zA-Z_-]{1,80}$/.test(serial)) return `'${serial.slice(0, 80)}' is no serial`;
  if (publicId.length > 32) return 'the public id has more than 32 letters';
  if (description.length > 200) return 'the description has more than 200 characters';
  if (type === 'yubikey') {
    if (seed.length !== 16 && seed.length !== 22) return 'the AES key must have 16 bytes';
    if (publicId !== '' && otpLength !== 32 + publicId.length) return 'the length is not that of the public id';
    // A public id has up to 16 bytes, each two letters.
    return otpLength >= 32 && otpLength <= 64 ? undefined : `a code has 32 to 64 letters, not ${otpLength}`;
  }
  if (seed.length < 10 || seed.length > 128) return `the key has ${seed.length} bytes, 10 to 128 are needed`;
  if (type !== 'ocra' && (otpLength < 6 || otpLength > 8)) return `${otpLength} digits are not supported, 6 to 8 are`;
  if (!Number.isSafeInteger(counter) || counter < 0 || counter >= 2 ** 31) return 'the counter is out of bounds';
  return timeStep >= 5 && timeStep <= 3600 ? undefined : 'the time step is out of bounds';
}

/** By the length of the key, where the file does not say: 32 bytes are SHA-256, 64 are SHA-512. */
export function hashByLength(bytes: number): OtpHash {
  if (bytes === 32) return 'sha256';
  return bytes === 64 ? 'sha512' : 'sha1';
}
