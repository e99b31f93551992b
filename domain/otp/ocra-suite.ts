import type { OtpHash } from './hotp.ts';

/** A suite, question or part of an input that RFC 6287 does not allow; the text says what it must be. */
export class OcraError extends Error {}

/** What a suite asks for (RFC 6287 section 6). */
export interface OcraSuite {
  /** As it was given: it is a part of what is hashed. */
  readonly text: string;
  readonly hash: OtpHash;
  readonly digits: number;
  readonly counter: boolean;
  readonly question: { readonly format: 'N' | 'A' | 'H'; readonly length: number };
  readonly pinHash: OtpHash | undefined;
  readonly sessionBytes: number | undefined;
  readonly stepSeconds: number | undefined;
}

const suiteForm =
  /^OCRA-1:HOTP-SHA(1|256|512)-(\d{1,2}):(C-)?Q([NAH])(\d\d)(?:-PSHA(1|256|512))?(?:-S(\d{3})?)?(?:-T(\d\d?)([SMH]))?$/;
const unitSeconds: Readonly<Record<string, number>> = { S: 1, M: 60, H: 3600 };

/** Reads a suite. Responses without truncation (`-0`) are refused: nobody can type them. */
export function parseOcraSuite(text: string): OcraSuite {
  const match = suiteForm.exec(text);
  if (match === null) {
    throw new OcraError('an OCRA suite looks like OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1-S064-T1M');
  }
  const [, hash, digits, counter, format, length, pinHash, session, steps, unit] = match;
  return {
    text,
    hash: `sha${hash}` as OtpHash,
    digits: between(digits, 4, 10, 'a response has'),
    counter: counter !== undefined,
    question: { format: format as 'N' | 'A' | 'H', length: between(length, 4, 64, 'a question has') },
    pinHash: pinHash === undefined ? undefined : (`sha${pinHash}` as OtpHash),
    sessionBytes: /-S(?:\d{3})?(?:-T|$)/.test(text) ? between(session ?? '064', 1, 512, 'a session has') : undefined,
    stepSeconds:
      unit === undefined
        ? undefined
        : between(steps, 1, unit === 'H' ? 48 : 59, 'a step has') * (unitSeconds[unit] ?? 1),
  };
}

function between(text: string | undefined, least: number, most: number, what: string): number {
  const value = Number(text);
  if (!(value >= least && value <= most))
    throw new OcraError(`in an OCRA suite ${what} ${least} to ${most}, not ${text}`);
  return value;
}
