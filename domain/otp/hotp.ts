import { hmac } from '@noble/hashes/hmac.js';
import { sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';

/** The hash under the HMAC: SHA-1 for HOTP (RFC 4226), any of the three for TOTP (RFC 6238 section 1.2). */
export type OtpHash = 'sha1' | 'sha256' | 'sha512';

const hashes = { sha1, sha256, sha512 } as const;

/** The code of one counter (RFC 4226 section 5.3), with its leading zeros. */
export function hotp(key: Uint8Array, counter: number, digits = 6, hash: OtpHash = 'sha1'): string {
  const codes = hotpSequence(key, digits, hash);
  try {
    return codes.at(counter).toString().padStart(digits, '0');
  } finally {
    codes.wipe();
  }
}

/**
 * The counter of `code` among `from`, `from + 1` ... `from + window - 1`, if any (RFC 4226 section 7.4: look-ahead).
 * The next counter to expect is one more.
 */
export function findHotp(
  key: Uint8Array,
  code: string,
  from: number,
  window: number,
  digits = 6,
  hash: OtpHash = 'sha1',
): number | undefined {
  const wanted = codeValue(code, digits);
  if (wanted === undefined) return undefined;
  const codes = hotpSequence(key, digits, hash);
  try {
    for (let counter = Math.max(0, from); counter < from + window; counter += 1) {
      if (codes.at(counter) === wanted) return counter;
    }
    return undefined;
  } finally {
    codes.wipe();
  }
}

/**
 * The counter of `second` when `first` is found in the window and `second` is the code right after it
 * (RFC 4226 section 7.4: resynchronisation). Every place of `first` is tried, so a chance match does no harm.
 */
export function findHotpPair(
  key: Uint8Array,
  first: string,
  second: string,
  from: number,
  window: number,
  digits = 6,
  hash: OtpHash = 'sha1',
): number | undefined {
  const wanted = [codeValue(first, digits), codeValue(second, digits)];
  if (wanted.includes(undefined)) return undefined;
  const codes = hotpSequence(key, digits, hash);
  try {
    for (let counter = Math.max(0, from); counter < from + window; counter += 1) {
      if (codes.at(counter) === wanted[0] && codes.at(counter + 1) === wanted[1]) return counter + 1;
    }
    return undefined;
  } finally {
    codes.wipe();
  }
}

/** A code as a number, if it is exactly so many digits. */
function codeValue(code: string, digits: number): number | undefined {
  return code.length === digits && /^\d+$/.test(code) ? Number(code) : undefined;
}

/** The codes of one key: the two HMAC pads are hashed once, so that each code costs two compressions. */
function hotpSequence(key: Uint8Array, digits: number, hash: OtpHash) {
  const keyed = hmac.create(hashes[hash], key);
  const moving = new Uint8Array(8);
  const view = new DataView(moving.buffer);
  const digest = new Uint8Array(keyed.outputLen);
  const modulus = 10 ** digits;
  return {
    at(counter: number): number {
      view.setUint32(0, Math.floor(counter / 2 ** 32));
      view.setUint32(4, counter % 2 ** 32);
      const mac = keyed.clone().update(moving);
      mac.digestInto(digest);
      mac.destroy();
      return truncate(digest) % modulus;
    },
    wipe(): void {
      keyed.destroy();
      digest.fill(0);
    },
  };
}

/** Dynamic truncation, RFC 4226 section 5.3. */
function truncate(digest: Uint8Array): number {
  const offset = (digest.at(-1) ?? 0) & 0x0f;
  return new DataView(digest.buffer, digest.byteOffset).getUint32(offset) & 0x7fffffff;
}
