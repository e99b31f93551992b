import type { Credential } from '../store/credentials.ts';

/** PIN first, then the code: the last characters, as many as the credential's codes have. */
export function parted(
  { otpLength }: Pick<Credential, 'otpLength'>,
  typed: string,
): { readonly pin: string; readonly code: string } | undefined {
  const at = typed.length - otpLength;
  return at < 0 ? undefined : { pin: typed.slice(0, at), code: typed.slice(at) };
}
