import { sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { OcraError, type OcraSuite } from './ocra-suite.ts';

const hashes = { sha1, sha256, sha512 } as const;

/** How a question comes about: drawn, taken out of what is to be confirmed, or the hash of that. */
export type QuestionKind = 'random' | 'raw' | 'hash';

const alphabets = {
  N: '0123456789',
  A: '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
  H: '0123456789abcdef',
} as const;

/** Fewer characters than this could be tried out, or met again (RFC 6287 section 6.3: 4 at the least). */
const fewest = 4;

/** Draws a number from 0 up to but without the given one, each as likely as any other. */
type DrawNumber = (below: number) => number;

/**
 * A question of the suite's form and length (RFC 6287 section 5.1). From data, `raw` keeps the characters that the
 * suite allows, so that they can be read on the token; `hash` covers all of the data.
 */
export function ocraQuestion(
  { question: { format, length }, hash }: OcraSuite,
  kind: QuestionKind,
  data: string,
  draw: DrawNumber,
): string {
  const alphabet = alphabets[format];
  if (kind === 'raw') {
    const kept = [...data].filter((sign) => alphabet.includes(format === 'H' ? sign.toLowerCase() : sign));
    if (kept.length >= fewest) return kept.slice(0, length).join('');
    throw new OcraError(`the data has fewer than ${fewest} characters of the kind ${format} that the suite asks about`);
  }
  if (kind === 'hash') {
    const digest = hashes[hash](utf8ToBytes(data));
    const text = format === 'N' ? BigInt(`0x${bytesToHex(digest)}`).toString() : bytesToHex(digest);
    return text.slice(0, length);
  }
  return Array.from({ length }, () => alphabet.charAt(draw(alphabet.length))).join('');
}
