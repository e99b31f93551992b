import { createDecipheriv, createHmac, pbkdf2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { type BareRemark, remark } from '../domain/import-remark.ts';
import type { PskcProtection, PskcValue } from './pskc-container.ts';
import { SeedFileError } from './seed-file-error.ts';

/** What a bad or missing MAC does: nothing, its key is left out, or nothing at all is imported. */
export const macModes = ['no_check', 'check_fail_soft', 'check_fail_hard'] as const;
export type MacMode = (typeof macModes)[number];

/** What opens the encrypted values of one container. */
export interface PskcKeys {
  readonly encryption: Uint8Array;
  /** `undefined` when the container has no MAC at all. */
  readonly mac: { readonly key: Uint8Array; readonly hash: string } | undefined;
  readonly wipe: () => void;
}

/** A value whose MAC is wrong, or is missing where it is wanted. */
export class BadMacError extends Error {
  readonly remark: BareRemark;

  constructor(code: 'mac-missing' | 'mac-wrong') {
    super(code);
    this.remark = remark(code);
  }
}

const mostIterations = 1_000_000;
const deriving = promisify(pbkdf2);

/** The keys of a container, from a key agreed on before or from a password (RFC 6030 sections 6.1 and 6.2). */
export async function pskcKeys(
  protection: PskcProtection,
  given: { readonly psk: string | undefined; readonly password: string | undefined; readonly mode: MacMode },
): Promise<PskcKeys> {
  const encryption = protection.isDerived ? await derived(protection, given.password) : preShared(given.psk);
  const mac = protection.hasMac && given.mode !== 'no_check' ? macKey(protection, encryption) : undefined;
  return {
    encryption,
    mac,
    wipe() {
      encryption.fill(0);
      mac?.key.fill(0);
    },
  };
}

function preShared(psk: string | undefined): Buffer {
  if (!psk) throw new SeedFileError('file', 'psk-needed');
  const hex = psk.replace(/\s/g, '');
  if (![32, 48, 64].includes(hex.length) || !/^[0-9a-f]+$/i.test(hex)) {
    throw new SeedFileError('wish', 'psk-form');
  }
  return Buffer.from(hex, 'hex');
}

async function derived(protection: PskcProtection, password: string | undefined): Promise<Buffer> {
  const { salt, iterations, keyLength, prf } = protection;
  if (!password) throw new SeedFileError('file', 'password-needed');
  const count = Number(iterations);
  const length = Number(keyLength || 16);
  const bytes = base64(salt);
  if (
    bytes === undefined ||
    bytes.length === 0 ||
    !/^\d{1,9}$/.test(iterations) ||
    count < 1 ||
    count > mostIterations
  ) {
    throw new SeedFileError('file', 'derivation', { most: mostIterations });
  }
  if (![16, 24, 32].includes(length)) throw new SeedFileError('file', 'derived-length');
  return deriving(password, bytes, count, length, hashOf(prf || 'hmac-sha1'));
}

/** The MAC key is encrypted as values are, without a MAC of its own; without one, the encryption key serves. */
function macKey(
  protection: PskcProtection,
  encryption: Uint8Array,
): { readonly key: Uint8Array; readonly hash: string } {
  const hash = hashOf(protection.macAlgorithm);
  const { cipher, algorithm } = protection.macKey;
  if (cipher === undefined) return { key: Uint8Array.from(encryption), hash };
  return { key: decrypted(encryption, algorithm ?? '', encryptedBytes(cipher)), hash };
}

/** The bytes of a value. The MAC is checked over IV and ciphertext before anything is decrypted (section 6.1.1). */
export function openValue(keys: PskcKeys, value: PskcValue, mode: MacMode): Uint8Array {
  const bytes = encryptedBytes(value.cipher ?? '');
  if (mode !== 'no_check') checkMac(keys, value.mac, bytes);
  return decrypted(keys.encryption, value.algorithm ?? '', bytes);
}

function checkMac({ mac }: PskcKeys, text: string | undefined, bytes: Uint8Array): void {
  const wanted = text === undefined ? undefined : base64(text);
  if (mac === undefined || wanted === undefined) throw new BadMacError('mac-missing');
  const found = createHmac(mac.hash, mac.key).update(bytes).digest();
  if (found.length !== wanted.length || !timingSafeEqual(found, wanted)) throw new BadMacError('mac-wrong');
}

/** AES-CBC with the IV in front (RFC 6030 section 6.1), or AES key wrap (RFC 3394). */
function decrypted(key: Uint8Array, algorithm: string, bytes: Uint8Array): Uint8Array {
  const name = algorithm.slice(algorithm.indexOf('#') + 1).toLowerCase();
  const bits = key.length * 8;
  if (name !== `aes${bits}-cbc` && name !== `kw-aes${bits}`) {
    if (!/^(kw-)?aes(128|192|256)(-cbc)?$/.test(name)) throw new SeedFileError('file', 'algorithm-unknown');
    throw new SeedFileError('file', 'other-cipher', { name, bits });
  }
  try {
    const decipher = name.startsWith('kw-')
      ? createDecipheriv(`aes${bits}-wrap`, key, Buffer.alloc(8, 0xa6))
      : createDecipheriv(`aes-${bits}-cbc`, key, bytes.subarray(0, 16));
    const first = decipher.update(name.startsWith('kw-') ? bytes : bytes.subarray(16));
    const whole = Buffer.concat([first, decipher.final()]);
    first.fill(0);
    return whole;
  } catch (cause) {
    throw new SeedFileError('file', 'not-decrypted', {}, { cause });
  }
}

function encryptedBytes(text: string): Buffer {
  const bytes = base64(text);
  if (bytes === undefined || bytes.length < 16) throw new SeedFileError('file', 'value-short');
  return bytes;
}

function hashOf(algorithm: string): string {
  const name = algorithm.slice(algorithm.indexOf('#') + 1).toLowerCase();
  const hash = /^(?:hmac-?|prf-hmac-?)?(sha(?:1|224|256|384|512))$/.exec(name)?.[1];
  if (hash === undefined) throw new SeedFileError('file', 'algorithm-unknown');
  return hash;
}

/** The bytes of a base64 text with blanks and line ends in it, if it is one. */
export function base64(text: string): Buffer | undefined {
  const dense = /\s/.test(text) ? text.replace(/\s+/g, '') : text;
  if (dense.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(dense)) return undefined;
  return Buffer.from(dense, 'base64');
}
