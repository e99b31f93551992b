/** The serial printed on a token and read from it, decimal digits without leading zeros. */
export type TokenSerial = string & { readonly brand: 'TokenSerial' };

/** The name of a credential on privacyIDEA's wire, e.g. `UBOM12345678_1`. */
export type CredentialSerial = string & { readonly brand: 'CredentialSerial' };

export type SlotNumber = 1 | 2;

/** Kinds of credential that Keydesk puts on a token. `yubikey` is privacyIDEA's word for Yubico OTP. */
export type CredentialType = 'hotp' | 'yubikey';

export const tokenStates = [
  'blank',
  'in stock',
  'in transit',
  'prepared',
  'writing',
  'programmed',
  'verified',
  'issued',
  'suspended',
  'lost',
  'revoked',
  'returned',
  'quarantined',
  'scrapped',
] as const;
export type TokenState = (typeof tokenStates)[number];

/** Where a token's bytes travel: a real port, or the emulator. */
export type Transport = 'usb' | 'emulator';

/** What identifying a plugged-in token tells, before anything is written to it. */
export interface TokenSeen {
  /** Changes with every plugging-in: names this presence, not the token. */
  readonly presence: string;
  readonly model: string;
  /** `undefined` when the token hides its serial. */
  readonly serial: TokenSerial | undefined;
  /** Dotted, e.g. `5.4.3`. */
  readonly firmware: string;
  readonly slots: { readonly [slot in SlotNumber]: { readonly configured: boolean; readonly touch: boolean } };
  readonly transport: Transport;
  /** A practice token: for training, its records never leave the desk. */
  readonly practice: boolean;
}

/** What the desk knows of a plugged-in token, from its own vault and from what it pulled. */
export type TokenStanding =
  | { readonly kind: 'ready' }
  | { readonly kind: 'occupied'; readonly slots: readonly SlotNumber[] }
  | { readonly kind: 'issued'; readonly holder: string }
  /** Nobody knows what these slots hold: they are written anew before another slot of the token is issued. */
  | { readonly kind: 'quarantined'; readonly slots: readonly SlotNumber[] }
  | { readonly kind: 'unavailable'; readonly state: TokenState }
  | { readonly kind: 'no serial' };

export function tokenSerial(text: string): TokenSerial | undefined {
  const digits = text.replace(/[\s-]/g, '').replace(/^0+(?=\d)/, '');
  return /^\d{1,10}$/.test(digits) ? (digits as TokenSerial) : undefined;
}

/** The serial privacyIDEA's mass enrolment gives a YubiKey credential: UBAM for Yubico OTP, UBOM for HOTP. */
export function credentialSerial(serial: TokenSerial, slot: SlotNumber, type: CredentialType): CredentialSerial {
  return `${type === 'yubikey' ? 'UBAM' : 'UBOM'}${serial.padStart(8, '0')}_${slot}` as CredentialSerial;
}
