/** The types a policy may name, as the wire spells them. */
export const tokenTypes = ['hotp', 'totp', 'yubikey', 'sms', 'email', 'qr', 'ocra', 'pw', 'spass'] as const;
