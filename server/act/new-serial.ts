import { randomBytes } from 'node:crypto';
import type { Credentials } from '../store/credentials.ts';

const prefixes = { hotp: 'OATH', totp: 'TOTP', yubikey: 'UBAM' } as const;

/** A serial that no credential has or had not long ago: privacyIDEA's prefix of the type and 32 random bits. */
export async function newSerial(
  credentials: Pick<Credentials, 'bySerial'>,
  type: keyof typeof prefixes,
): Promise<string> {
  for (;;) {
    const serial = `${prefixes[type]}${randomBytes(4).toString('hex').toUpperCase()}`;
    if ((await credentials.bySerial(serial)) === undefined) return serial;
  }
}
