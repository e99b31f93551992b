import { fromModhex } from '../otp/modhex.ts';
import { splitYubicoOtp } from '../otp/yubico-otp.ts';
import { type TokenSerial, tokenSerial } from '../token.ts';

/**
 * Which token typed a code, where the code says so: by the public id that Keydesk gives a Yubico OTP credential (`ff`,
 * the slot, the serial), or by an OATH token identifier (openauthentication.org, Token Identifier Specification: maker,
 * type, eight digits) before the digits. A bare HOTP code names nobody.
 */
export function typedToken(text: string): TokenSerial | undefined {
  const typed = text.trim().toLowerCase();
  const named = /^ub[a-z]{2}(\d{8})(?:\d{6}|\d{8})$/.exec(typed)?.[1];
  if (named !== undefined) return tokenSerial(named);
  const id = splitYubicoOtp(typed)?.publicId;
  const bytes = id === undefined ? undefined : fromModhex(id);
  if (bytes?.length !== 6 || bytes[0] !== 0xff || (bytes[1] !== 1 && bytes[1] !== 2)) return undefined;
  return tokenSerial(String(new DataView(bytes.buffer, bytes.byteOffset).getUint32(2)));
}
