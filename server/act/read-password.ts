import { randomBytes } from 'node:crypto';
import { type PinContents, parsePinContents } from '../../domain/policy/pin-contents.ts';
import { drawPin } from '../../domain/policy/random-pin.ts';
import { drawText } from '../../domain/policy/random-text.ts';
import { isTrue, type Parameters, required, wholeNumber } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';
import type { OfType } from './read-init.ts';

/** Signs that nobody mistakes for each other: Base58. */
const readable = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** What policies say of a password that is drawn here. */
export interface DrawnPassword {
  readonly length: number | undefined;
  readonly contents: PinContents | undefined;
}

/** privacyIDEA's registration code: 24 letters and digits, at least one of each. */
const codeLength = 24;
const codeContents = parsePinContents('cn') as PinContents;

/**
 * A password token holds what is typed behind the PIN; a registration code is one that is always drawn here; a simple
 * pass holds nothing, its PIN is all there is.
 */
export function readPassword(
  type: 'pw' | 'spass' | 'registration',
  parameters: Parameters,
  { length, contents }: DrawnPassword = { length: undefined, contents: undefined },
): OfType {
  if (type === 'spass') return { seed: randomBytes(16), otpLength: 0 };
  if (type === 'registration') {
    if (parameters.otpkey) throw new WireError('parameter', 'A registration code is drawn here: send no otpkey.');
    return drawn(length ?? codeLength, contents ?? codeContents);
  }
  if (isTrue(parameters.genkey)) {
    if (parameters.otpkey) {
      throw new WireError('parameter', 'You may either specify genkey or otpkey, but not both!');
    }
    const long = length ?? wholeNumber(parameters.otplen, 16, 8, 100);
    if (contents !== undefined) return drawn(long, contents);
    return { seed: drawText(randomBytes, readable, long), otpLength: long };
  }
  const password = required(parameters, 'otpkey');
  if (password.length > 200) throw new WireError('enrollment', 'A password has at most 200 characters.');
  return { seed: Buffer.from(password), otpLength: password.length };
}

function drawn(length: number, contents: PinContents): OfType {
  const password = drawPin(randomBytes, length, contents);
  try {
    return { seed: password.reveal().slice(), otpLength: length };
  } finally {
    password.wipe();
  }
}
