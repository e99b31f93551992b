import { base32nopad } from '@scure/base';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Base32 without padding (RFC 4648 section 6). */
export function base32(bytes: Uint8Array): string {
  return base32nopad.encode(bytes);
}

/** The bytes of a base32 text in either case, padded or not, if it is one. */
export function fromBase32(text: string): Uint8Array | undefined {
  const letters = text.replace(/=+$/, '').toUpperCase();
  if ([1, 3, 6].includes(letters.length % 8) || !/^[A-Z2-7]*$/.test(letters)) return undefined;
  const bytes = new Uint8Array(Math.floor((letters.length * 5) / 8));
  let bits = 0;
  let held = 0;
  let place = 0;
  for (const letter of letters) {
    bits = ((bits & 0xff) << 5) | alphabet.indexOf(letter);
    held += 5;
    if (held >= 8) {
      held -= 8;
      bytes[place] = (bits >> held) & 0xff;
      place += 1;
    }
  }
  return bytes;
}
