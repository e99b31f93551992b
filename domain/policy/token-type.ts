/** The types a policy may name, as the wire spells them. */
export const tokenTypes = [
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

/** The types whose seed can be made of two parts, as privacyIDEA has it. */
export const twoStepTypes = ['hotp', 'totp'] as const;

/** The types that can be made to give a first code, as privacyIDEA has it. */
export const verifiedTypes = ['hotp', 'totp', 'sms', 'email'] as const;
