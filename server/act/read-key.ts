import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { fromBase32 } from '../../domain/otp/base32.ts';
import type { OtpHash } from '../../domain/otp/hotp.ts';
import { isTrue, type Parameters } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';

/** As long as the hash (RFC 4226 section 4, RFC 6238 section 5.1). */
export const madeLength: Readonly<Record<OtpHash, number>> = { sha1: 20, sha256: 32, sha512: 64 };

/** Bounds of a key that is brought along: old tokens have 80 bits. */
const shortest = 10;
const longest = 128;

/** The key of an OATH token: made here, or sent as hex or in privacyIDEA's checked base32. */
export function readOathKey(parameters: Parameters, hash: OtpHash, length = madeLength[hash]): Uint8Array {
  const { otpkey } = parameters;
  if (isMade(parameters)) return randomBytes(length);
  if (!otpkey) throw new WireError('parameter', "Missing parameter: 'otpkey'");
  const key = decodedKey(otpkey.replace(/\s/g, ''), parameters.otpkeyformat ?? 'hex');
  if (key.length >= shortest && key.length <= longest) return key;
  key.fill(0);
  throw new WireError('enrollment', `The otpkey must have ${shortest} to ${longest} bytes.`, {
    reason: 'key-length',
    values: { least: shortest, most: longest },
  });
}

/** The AES key of a YubiKey. */
export function readYubikeyKey(parameters: Parameters): Uint8Array {
  if (isMade(parameters)) return randomBytes(16);
  const text = (parameters.otpkey ?? '').replace(/\s/g, '');
  if (text === '') throw new WireError('parameter', "Missing parameter: 'otpkey'");
  if (text.length !== 32) {
    throw new WireError('enrollment', 'The otpkey must be 32 characters long for yubikey token in AES mode');
  }
  return decodedKey(text, 'hex');
}

function isMade(parameters: Parameters): boolean {
  const made = isTrue(parameters.genkey);
  if (made && parameters.otpkey) {
    throw new WireError('parameter', 'You may either specify genkey or otpkey, but not both!');
  }
  return made;
}

/** A key as it was sent: hex, or privacyIDEA's checked base32. */
export function decodedKey(text: string, format: string): Uint8Array {
  if (format === 'base32check') return checkedBase32(text);
  if (format !== 'hex') throw new WireError('parameter', 'otpkeyformat must be hex or base32check.');
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(text)) {
    throw new WireError('parameter', 'The otpkey must be hexadecimal.', { reason: 'key-hex' });
  }
  return Buffer.from(text, 'hex');
}

/** Four bytes of the SHA-1 of the key, then the key. */
function checkedBase32(text: string): Uint8Array {
  const bytes = fromBase32(text);
  if (bytes === undefined || bytes.length < 5) throw new WireError('parameter', 'Malformed base32check data.');
  const key = bytes.slice(4);
  const sum = createHash('sha1').update(key).digest().subarray(0, 4);
  const right = timingSafeEqual(sum, bytes.subarray(0, 4));
  bytes.fill(0);
  if (!right) throw new WireError('parameter', 'Malformed base32check data: Incorrect checksum');
  return key;
}
