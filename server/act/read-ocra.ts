import type { OcraSuite } from '../../domain/otp/ocra-suite.ts';
import { usableSuite } from '../../domain/otp/usable-suite.ts';
import { suiteInfo } from '../check/check-answer.ts';
import type { Parameters } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';
import type { OfType } from './read-init.ts';
import { readOathKey } from './read-key.ts';

/** What LinOTP takes when nobody says: an app reads 64 characters at once, a person types 8 digits. */
const defaultSuites = { qr: 'OCRA-1:HOTP-SHA256-8:C-QA64', ocra: 'OCRA-1:HOTP-SHA256-8:C-QN08' } as const;

/** An OCRA token: its suite says what it answers, how, and how long its key is. */
export function readOcra(type: 'qr' | 'ocra', parameters: Parameters): OfType {
  const suite = readSuite(parameters.ocrasuite || defaultSuites[type]);
  return {
    seed: readOathKey(parameters, suite.hash),
    otpLength: suite.digits,
    hash: suite.hash,
    info: { [suiteInfo]: suite.text },
  };
}

function readSuite(text: string): OcraSuite {
  const suite = usableSuite(text);
  if (suite !== undefined) return suite;
  throw new WireError(
    'parameter',
    'An OCRA suite looks like OCRA-1:HOTP-SHA256-8:C-QN08. One with a PIN (P) or a session (S) cannot be checked here.',
  );
}
