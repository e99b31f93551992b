/** The types a policy may name, as the wire spells them. */
export const tokenTypes = ['hotp', 'totp', 'yubikey', 'sms', 'email', 'qr', 'ocra', 'pw', 'spass'] as const;

/** The type in front of an action such as `hotp_max_token_per_user`. */
export function isTokenType(text: string): boolean {
  return tokenTypes.some((type) => type === text);
}
