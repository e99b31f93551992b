import type { Failure } from '../../domain/failure.ts';
import { splitYubicoOtp } from '../../domain/otp/yubico-otp.ts';
import type { Issuance } from '../vault/issuances.ts';

/** A token types with a few milliseconds between characters, also when it is told to go slowly; a person cannot. */
const longestTokenGapMs = 120;

/** Whether the pauses between characters are a token's. */
export function isTypedByToken(longestGapMs: number): boolean {
  return longestGapMs <= longestTokenGapMs;
}

/** What was typed, if it has the form of this credential's codes and came from a token. */
export function readCode(
  credential: Pick<Issuance, 'type' | 'digits' | 'publicId'>,
  typed: string,
  longestGapMs: number,
): { readonly text: string } | { readonly failure: Failure } {
  const text = typed.trim().toLowerCase();
  const form = formOf(text);
  if (form === undefined) return { failure: { code: 'code/nonsense', context: {} } };
  if (!isTypedByToken(longestGapMs)) return { failure: { code: 'code/by-hand', context: {} } };
  const ours = credential.type === 'hotp' ? `${credential.digits} digits` : credential.publicId;
  return form === ours ? { text } : { failure: { code: 'code/other-slot', context: {} } };
}

/** `6 digits`, `8 digits`, or the public id of a Yubico OTP. */
function formOf(text: string): string | undefined {
  if (/^(\d{6}|\d{8})$/.test(text)) return `${text.length} digits`;
  return splitYubicoOtp(text)?.publicId;
}
