import { randomBytes } from 'node:crypto';
import { drawText } from '../../domain/policy/random-text.ts';
import { isTrue, type Parameters, required, wholeNumber } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';
import type { OfType } from './read-init.ts';

/** Signs that nobody mistakes for each other: Base58. */
const readable = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** A password token holds what is typed behind the PIN; a simple pass holds nothing, its PIN is all there is. */
export function readPassword(type: 'pw' | 'spass', parameters: Parameters): OfType {
  if (type === 'spass') return { seed: randomBytes(16), otpLength: 0 };
  if (isTrue(parameters.genkey)) {
    if (parameters.otpkey) {
      throw new WireError('parameter', 'You may either specify genkey or otpkey, but not both!');
    }
    const length = wholeNumber(parameters.otplen, 16, 8, 100);
    return { seed: drawText(randomBytes, readable, length), otpLength: length };
  }
  const password = required(parameters, 'otpkey');
  if (password.length > 200) throw new WireError('enrollment', 'A password has at most 200 characters.');
  return { seed: Buffer.from(password), otpLength: password.length };
}
