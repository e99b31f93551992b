import type { AccountToken } from '../../domain/account.ts';
import type { Request } from '../../domain/contract/ipc.ts';
import { getToken } from './account-tokens.ts';
import type { Wire } from './wire-client.ts';

/**
 * Gives an enrolment what it waits for, by privacyIDEA's second request of `/token/init`: the first code, or the part of
 * the seed that the app shows, in hexadecimal or as privacyIDEA's apps write it, in base32 with a check.
 */
export async function finishEnrolment(
  wire: Wire,
  { serial, type, waitsFor }: Omit<Request<'account-tokens/finish'>, 'typed'>,
  typed: Uint8Array,
): Promise<AccountToken> {
  const plain = typed.filter((byte) => byte > 0x20);
  try {
    const isPart = waitsFor === 'part';
    await wire.ask({
      method: 'POST',
      path: '/token/init',
      parameters: { serial, type, ...(isPart ? { otpkeyformat: isHex(plain) ? 'hex' : 'base32check' } : {}) },
      secrets: isPart ? { otpkey: plain } : { verify: plain },
    });
  } finally {
    plain.fill(0);
  }
  return getToken(wire, serial);
}

function isHex(text: Uint8Array): boolean {
  return text.length % 2 === 0 && text.every((byte) => '0123456789abcdefABCDEF'.includes(String.fromCharCode(byte)));
}
