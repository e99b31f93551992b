import type { Credential } from '../store/credentials.ts';

/** PIN first, then the code: the last characters, as many as the credential's codes have. Or the other way round. */
export function parted(
  { otpLength }: Pick<Credential, 'otpLength'>,
  typed: string,
  pinFirst: boolean,
): { readonly pin: string; readonly code: string } | undefined {
  const at = typed.length - otpLength;
  if (at < 0) return undefined;
  return pinFirst
    ? { pin: typed.slice(0, at), code: typed.slice(at) }
    : { pin: typed.slice(otpLength), code: typed.slice(0, otpLength) };
}
