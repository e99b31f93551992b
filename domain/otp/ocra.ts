import { hmac } from '@noble/hashes/hmac.js';
import { sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { OtpHash } from './hotp.ts';
import { OcraError, type OcraSuite } from './ocra-suite.ts';

const hashes = { sha1, sha256, sha512 } as const;
const questionBytes = 128;

/** What goes into a response beside the key (RFC 6287 section 5.1): exactly what the suite names, nothing else. */
export interface OcraInput {
  /** One question, or the other side's and then one's own (mutual challenge-response, section 7.2). */
  readonly question: string | readonly [string, string];
  readonly counter?: number | undefined;
  /** The digest of the PIN, from `ocraPinHash`. */
  readonly pinHash?: Uint8Array | undefined;
  readonly session?: Uint8Array | undefined;
  /** The number of whole steps since the epoch: `ocraTimeStep`. */
  readonly timeStep?: number | undefined;
}

/** The response to a question (RFC 6287 section 5.2), with its leading zeros. */
export function ocra(suite: OcraSuite, key: Uint8Array, input: OcraInput): string {
  const message = dataInput(suite, input);
  const digest = hmac(hashes[suite.hash], key, message);
  try {
    return truncated(digest, suite.digits);
  } finally {
    message.fill(0);
    digest.fill(0);
  }
}

/** Whether this is the response; how long that takes does not tell how much of it was right. */
export function checkOcra(suite: OcraSuite, key: Uint8Array, input: OcraInput, response: string): boolean {
  return sameText(ocra(suite, key, input), response);
}

/** The counter of a response among `input.counter` and the `window - 1` that follow; each of them is tried. */
export function findOcraCounter(
  suite: OcraSuite,
  key: Uint8Array,
  input: OcraInput & { readonly counter: number },
  response: string,
  window: number,
): number | undefined {
  let found: number | undefined;
  for (let counter = input.counter; counter < input.counter + window; counter += 1) {
    if (checkOcra(suite, key, { ...input, counter }, response)) found ??= counter;
  }
  return found;
}

/** The time step of a response, at most `stepsAround` away from `input.timeStep`; each of them is tried. */
export function findOcraTimeStep(
  suite: OcraSuite,
  key: Uint8Array,
  input: OcraInput & { readonly timeStep: number },
  response: string,
  stepsAround: number,
): number | undefined {
  let found: number | undefined;
  const first = Math.max(0, input.timeStep - stepsAround);
  for (let timeStep = first; timeStep <= input.timeStep + stepsAround; timeStep += 1) {
    if (checkOcra(suite, key, { ...input, timeStep }, response)) found ??= timeStep;
  }
  return found;
}

/** The digest of a PIN that a suite with P wants (RFC 6287 section 5.1). */
export function ocraPinHash(hash: OtpHash, pin: Uint8Array): Uint8Array {
  return hashes[hash](pin);
}

/** The number of whole steps since the epoch for a suite with T. */
export function ocraTimeStep(suite: OcraSuite, unixSeconds: number): number {
  if (suite.stepSeconds === undefined) throw new OcraError('the suite has no time: it needs T');
  return Math.floor(unixSeconds / suite.stepSeconds);
}

/**
 * RFC 6287 section 5.1.
 *
 *   | suite | 00 | C: 8, if any | Q: 128, zeros behind | P: digest, if any | S: its length, zeros before | T: 8, if any |
 */
function dataInput(suite: OcraSuite, input: OcraInput): Uint8Array {
  const counter = part('C', suite.counter, input.counter);
  const pinHash = part('P', suite.pinHash !== undefined, input.pinHash);
  const session = part('S', suite.sessionBytes !== undefined, input.session);
  const timeStep = part('T', suite.stepSeconds !== undefined, input.timeStep);
  const pieces = [
    utf8ToBytes(suite.text),
    Uint8Array.of(0),
    ...(counter === undefined ? [] : [number64(counter)]),
    questionField(suite, input.question),
    ...(pinHash === undefined ? [] : [pinField(suite, pinHash)]),
    ...(session === undefined ? [] : [sessionField(suite, session)]),
    ...(timeStep === undefined ? [] : [number64(timeStep)]),
  ];
  const message = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    message.set(piece, at);
    at += piece.length;
  }
  return message;
}

/** A part that is given and not used would look as if it protected something. */
function part<T>(letter: string, wanted: boolean, given: T | undefined): T | undefined {
  if (wanted && given === undefined) throw new OcraError(`the suite has ${letter} and the input has none`);
  if (!wanted && given !== undefined) throw new OcraError(`the input has ${letter} and the suite has none`);
  return given;
}

function number64(value: number): Uint8Array {
  if (!Number.isSafeInteger(value) || value < 0) throw new OcraError('a counter or time step is a whole number from 0');
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}

const alphabets = { N: /^\d+$/, A: /^[\x21-\x7e]+$/, H: /^[\da-f]+$/i } as const;

function questionField({ question: { format, length } }: OcraSuite, question: OcraInput['question']): Uint8Array {
  const parts = typeof question === 'string' ? [question] : question;
  for (const one of parts) {
    if (one.length > length || !alphabets[format].test(one)) {
      throw new OcraError(`a question of this suite has 1 to ${length} characters of the kind ${format}`);
    }
  }
  const text = parts.join('');
  if (format === 'A') return padded(utf8ToBytes(text));
  const digits = format === 'N' ? BigInt(text).toString(16) : text;
  return padded(hexBytes(digits.length % 2 === 0 ? digits : `${digits}0`));
}

function padded(bytes: Uint8Array): Uint8Array {
  const field = new Uint8Array(questionBytes);
  field.set(bytes);
  return field;
}

function hexBytes(text: string): Uint8Array {
  return Uint8Array.from({ length: text.length / 2 }, (_, at) => Number.parseInt(text.slice(2 * at, 2 * at + 2), 16));
}

function pinField({ pinHash }: OcraSuite, given: Uint8Array): Uint8Array {
  const length = pinHash === undefined ? 0 : hashes[pinHash].outputLen;
  if (given.length !== length) throw new OcraError(`the digest of the PIN has ${length} bytes in this suite`);
  return given;
}

function sessionField({ sessionBytes = 0 }: OcraSuite, given: Uint8Array): Uint8Array {
  if (given.length > sessionBytes) throw new OcraError(`the session of this suite has at most ${sessionBytes} bytes`);
  const field = new Uint8Array(sessionBytes);
  field.set(given, sessionBytes - given.length);
  return field;
}

/** Dynamic truncation, RFC 4226 section 5.3. */
function truncated(digest: Uint8Array, digits: number): string {
  const offset = (digest.at(-1) ?? 0) & 0x0f;
  const value = new DataView(digest.buffer, digest.byteOffset).getUint32(offset) & 0x7fffffff;
  return (value % 10 ** digits).toString().padStart(digits, '0');
}

function sameText(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  let difference = 0;
  for (let at = 0; at < one.length; at += 1) difference |= one.charCodeAt(at) ^ other.charCodeAt(at);
  return difference === 0;
}
