import { type BareRemark, type ImportPlace, type ImportRemark, remark } from '../domain/import-remark.ts';
import type { OtpHash } from '../domain/otp/hotp.ts';

/** A key read from a file. Whoever takes it wipes the seed. */
export interface ImportedKey {
  readonly place: ImportPlace;
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
  | { readonly kind: 'passed-over'; readonly remark: ImportRemark }
  | { readonly kind: 'fault'; readonly remark: ImportRemark };

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

export function fault(place: ImportPlace, wrong: BareRemark): ImportRow {
  return { kind: 'fault', remark: { ...wrong, place } };
}

export function passedOver(place: ImportPlace, why: BareRemark): ImportRow {
  return { kind: 'passed-over', remark: { ...why, place } };
}

/** The bounds that hold for a key whatever its format; the first that it breaks, if any. */
export function boundsFault(key: ImportedKey): BareRemark | undefined {
  const { serial, type, seed, otpLength, counter, timeStep, publicId, description } = key;
  if (!/^[0-9a-zA-Z_-]{1,80}$/.test(serial)) return remark('serial-form');
  if (publicId.length > 32) return remark('public-id-long');
  if (description.length > 200) return remark('description-long');
  if (type === 'yubikey') {
    if (seed.length !== 16 && seed.length !== 22) return remark('aes-key-length');
    if (publicId !== '' && otpLength !== 32 + publicId.length) return remark('letters-of-id');
    // A public id has up to 16 bytes, each two letters.
    return otpLength >= 32 && otpLength <= 64 ? undefined : remark('letters-bounds');
  }
  if (seed.length < 10 || seed.length > 128) return remark('key-length', { bytes: seed.length });
  if (type !== 'ocra' && (otpLength < 6 || otpLength > 8)) return remark('digits-bounds');
  if (!Number.isSafeInteger(counter) || counter < 0 || counter >= 2 ** 31) return remark('counter-bounds');
  return timeStep >= 5 && timeStep <= 3600 ? undefined : remark('time-step-bounds');
}

/** By the length of the key, where the file does not say: 32 bytes are SHA-256, 64 are SHA-512. */
export function hashByLength(bytes: number): OtpHash {
  if (bytes === 32) return 'sha256';
  return bytes === 64 ? 'sha512' : 'sha1';
}
