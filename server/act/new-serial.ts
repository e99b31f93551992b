import { randomBytes } from 'node:crypto';
import type { CredentialType } from '../store/credential-type.ts';
import type { Credentials } from '../store/credentials.ts';

const prefixes: Readonly<Record<CredentialType, string>> = {
  hotp: 'OATH',
  totp: 'TOTP',
  yubikey: 'UBAM',
  sms: 'PISM',
  email: 'PIEM',
  qr: 'QR',
  ocra: 'OCRA',
  pw: 'PW',
  spass: 'PISP',
  registration: 'REG',
};

/** A serial that no credential has or had not long ago: privacyIDEA's prefix of the type and 32 random bits. */
export async function newSerial(credentials: Pick<Credentials, 'bySerial'>, type: CredentialType): Promise<string> {
  for (;;) {
    const serial = `${prefixes[type]}${randomBytes(4).toString('hex').toUpperCase()}`;
    if ((await credentials.bySerial(serial)) === undefined) return serial;
  }
}
