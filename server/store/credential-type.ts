/** The kinds of credential this server checks, as the wire spells them. */
export const credentialTypes = [
  'hotp',
  'totp',
  'yubikey',
  'sms',
  'email',
  'qr',
  'ocra',
  'pw',
  'spass',
  'registration',
] as const;
export type CredentialType = (typeof credentialTypes)[number];
