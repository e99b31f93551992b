import type { OtpHash } from '../otp/hotp.ts';
import type { Sealed } from '../record.ts';

/** As many tokens of an order, or credentials of its file, as one record names. */
export const inOneRecord = 1000;
/** As many records as one file may need: more is an administrator's import. */
export const mostParts = 20;

/** A credential of a vendor's file, without its seed. */
export interface BroughtCredential {
  readonly serial: string;
  readonly type: 'hotp' | 'totp' | 'yubikey' | 'ocra';
  /** How many of the sealed bytes are its seed; they stand in the order of the credentials. */
  readonly seedBytes: number;
  readonly otpLength: number;
  readonly hash: OtpHash;
  readonly counter: number;
  readonly timeStep: number;
  readonly timeShift: number;
  readonly publicId: string;
  readonly description: string;
  /** Of an OCRA credential. */
  readonly suite?: string | undefined;
}

/**
 * What a record of an order brings of a vendor's file. A large file is several records, one after the other; the server
 * takes it with the last of them, as a whole or not at all.
 */
export interface BroughtSeeds {
  /** 128 random bits in hex, the same in every part. */
  readonly file: string;
  /** 1, 2 ... `parts`. */
  readonly part: number;
  readonly parts: number;
  readonly credentials: readonly BroughtCredential[];
  /** The seeds of these credentials, one after the other. */
  readonly seeds: Sealed;
}

/** What binds the sealed seeds of a part to its place: additional data of the seal. */
export function broughtContext(place: {
  readonly keyId: string;
  readonly station: string;
  readonly office: string;
  readonly file: string;
  readonly part: number;
  readonly parts: number;
}): string {
  const { keyId, station, office, file, part, parts } = place;
  return `keydesk-v1|seeds|${keyId}|${station}|${file}|${part}|${parts}|${office}`;
}
