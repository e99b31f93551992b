import { type CredentialSerial, credentialSerial, type TokenSerial, tokenSerial } from '../token.ts';

/** The names under which a vendor's file may bring the credentials of a token: privacyIDEA's for each slot, or the bare serial. */
export function credentialNames(serial: TokenSerial): readonly CredentialSerial[] {
  const slots = ([1, 2] as const).flatMap((slot) => [
    credentialSerial(serial, slot, 'hotp'),
    credentialSerial(serial, slot, 'yubikey'),
  ]);
  return [...slots, ...new Set([serial, serial.padStart(8, '0'), serial.padStart(10, '0')])] as CredentialSerial[];
}

/** The token whose serial a credential's name holds, for one that a file brought and no token was seen of yet. */
export function tokenOfName(name: string): TokenSerial | undefined {
  const digits = /^(?:UB[AO]M)?(\d{1,10})(?:_[12])?$/.exec(name)?.[1];
  return digits === undefined ? undefined : tokenSerial(digits);
}
