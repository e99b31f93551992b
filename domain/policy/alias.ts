/** Names of privacyIDEA 2.1 and LinOTP -> the name privacyIDEA uses now. */
const aliases: Readonly<Record<string, string>> = {
  tokencount: 'max_token_per_realm',
  maxtoken: 'max_token_per_user',
  otp_pin_encrypt: 'encrypt_pin',
  lostTokenPWLen: 'losttoken_PW_length',
  lostTokenPWContents: 'losttoken_PW_contents',
  lostTokenValid: 'losttoken_valid',
};

/** The name under which an action is evaluated; policies keep the one they were written with. */
export function canonicalAction(written: string): string {
  return Object.hasOwn(aliases, written) ? (aliases[written] ?? written) : written;
}

/** The other names of an action, for an editor to show beside it. */
export function otherNames(canonical: string): readonly string[] {
  return Object.keys(aliases).filter((name) => aliases[name] === canonical);
}
