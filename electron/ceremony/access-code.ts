import { KeydeskError } from '../../domain/failure.ts';
import { AccessCode } from '../../domain/secret.ts';

/** The access code as it was typed: six bytes, or their twelve hex digits. What was typed is wiped. */
export function accessCodeOf(typed: Uint8Array | undefined): AccessCode | undefined {
  if (typed === undefined || typed.length === 0) return undefined;
  try {
    if (typed.length === 6) return new AccessCode(Uint8Array.from(typed));
    const code = typed.length === 12 ? fromHex(typed) : undefined;
    if (code === undefined) throw new KeydeskError('token/access-code', { reason: 'form' });
    return new AccessCode(code);
  } finally {
    typed.fill(0);
  }
}

function fromHex(digits: Uint8Array): Uint8Array | undefined {
  const bytes = new Uint8Array(6);
  for (const [place, letter] of digits.entries()) {
    const value = Number.parseInt(String.fromCharCode(letter), 16);
    if (Number.isNaN(value)) return undefined;
    bytes[place >> 1] = ((bytes[place >> 1] ?? 0) << 4) | value;
  }
  return bytes;
}
