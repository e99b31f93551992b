import { KeydeskError } from '../../domain/failure.ts';
import { Seed } from '../../domain/secret.ts';

/** Characters by HID usage id 04 to 38 on a United States keyboard, without and with shift (HID Usage Tables, page 07). */
const plain = "abcdefghijklmnopqrstuvwxyz1234567890\r\u001b\b\t -=[]\\#;'`,./";
const shifted = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ!@#$%^&*()\r\u001b\b\t _+{}|~:"~<>?';
const firstUsage = 0x04;
const shift = 0x80;

/** The keystrokes of a password (ASCII bytes) for `staticPasswordConfiguration`. */
export function scanCodes(password: Seed): Seed {
  const codes = new Uint8Array(password.length);
  for (const [index, byte] of password.reveal().entries()) {
    const usage = usageOf(String.fromCharCode(byte));
    if (usage === undefined) {
      codes.fill(0);
      throw new KeydeskError('token/unsupported', { what: 'password' });
    }
    codes[index] = usage;
  }
  return new Seed(codes);
}

/** The usage id that types a character, 80 added for shift. */
export function usageOf(character: string): number | undefined {
  const low = plain.indexOf(character);
  if (low >= 0) return firstUsage + low;
  const high = shifted.indexOf(character);
  return high >= 0 ? (firstUsage + high) | shift : undefined;
}

export function characterOf(usage: number): string {
  return ((usage & shift) === 0 ? plain : shifted).charAt((usage & ~shift) - firstUsage);
}
