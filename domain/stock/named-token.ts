import { type CredentialSerial, credentialSerial, type TokenSerial, tokenSerial } from '../token.ts';

/**
 * The names under which a vendor's file may bring the credentials of a token: privacyIDEA's for each slot (`_X` where the
 * file does not say which), with leading zeros or without, or the bare serial.
 */
export function credentialNames(serial: TokenSerial): readonly CredentialSerial[] {
  const slots = ([1, 2] as const).flatMap((slot) => [
    credentialSerial(serial, slot, 'hotp'),
    credentialSerial(serial, slot, 'yubikey'),
  ]);
  const plain = ['_1', '_2', '_X'].flatMap((slot) => [`UBOM${serial}${slot}`, `UBAM${serial}${slot}`]);
  return [
    ...new Set([...slots, ...plain, serial, serial.padStart(8, '0'), serial.padStart(10, '0')]),
  ] as CredentialSerial[];
}

/** The token whose serial a credential's name holds, for one that a file brought and no token was seen of yet. */
export function tokenOfName(name: string): TokenSerial | undefined {
  const digits = /^(?:UB[AO]M)?(\d{1,10})(?:_[12X])?$/.exec(name)?.[1];
  return digits === undefined ? undefined : tokenSerial(digits);
}
