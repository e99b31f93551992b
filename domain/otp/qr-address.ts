import { hmac } from '@noble/hashes/hmac.js';
import { sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { OtpHash } from './hotp.ts';

const hashes = { sha1, sha256, sha512 } as const;

/** What the app of a QR token reads once, to become the token. */
export interface QrPairing {
  readonly serial: string;
  readonly suite: string;
  readonly seed: Uint8Array;
  /** Where the app tells the server that it has the seed, if it shall. */
  readonly url?: string | undefined;
}

/** The address in the pairing code: LinOTP's `lseqr://init`. It holds the seed. */
export function qrPairingAddress({ serial, suite, seed, url }: QrPairing): string {
  return `lseqr://init?${form([
    ['sh', bytesToHex(seed)],
    ['os', suite],
    ['se', serial],
    ['u', url],
  ])}`;
}

/** What the app reads at each login. */
export interface QrRequest {
  readonly transactionId: string;
  readonly question: string;
  /** What is confirmed, in words for the person. */
  readonly message: string;
  /** Where the app pushes its response; without it the person types the response. */
  readonly url?: string | undefined;
}

/**
 * The address in the code of a challenge: LinOTP's `lseqr://req`. Its end is an HMAC over everything before it, under
 * the seed, so that the app knows by whom it is asked and where it may push.
 */
export function qrRequestAddress(
  { transactionId, question, message, url }: QrRequest,
  seed: Uint8Array,
  hash: OtpHash,
): string {
  const address = `lseqr://req?${form([
    ['tr', transactionId],
    ['ch', question],
    ['me', message],
    ['u', url],
  ])}`;
  return `${address}&si=${signature(address, seed, hash)}`;
}

/** What a challenge's address says; `undefined` when its signature is not the server's. */
export function readQrRequest(address: string, seed: Uint8Array, hash: OtpHash): QrRequest | undefined {
  const [, signed = '', given = ''] = /^(lseqr:\/\/req\?.*)&si=([0-9a-f]+)$/.exec(address) ?? [];
  if (signed === '' || given !== signature(signed, seed, hash)) return undefined;
  const fields = new Map(
    signed
      .slice('lseqr://req?'.length)
      .split('&')
      .map((pair): [string, string] => {
        const at = pair.indexOf('=');
        return [pair.slice(0, at), decodeURIComponent(pair.slice(at + 1).replaceAll('+', ' '))];
      }),
  );
  return {
    transactionId: fields.get('tr') ?? '',
    question: fields.get('ch') ?? '',
    message: fields.get('me') ?? '',
    url: fields.get('u'),
  };
}

function signature(address: string, seed: Uint8Array, hash: OtpHash): string {
  return bytesToHex(hmac(hashes[hash], seed, utf8ToBytes(address)));
}

function form(fields: readonly (readonly [string, string | undefined])[]): string {
  return fields
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]))
    .join('&');
}
