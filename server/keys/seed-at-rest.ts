import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';

/**
 * Seals a seed for the database, bound to the serial of its credential.
 *
 *   | offset | length | sealed seed      |
 *   | 0      | 1      | version, 1       |
 *   | 1      | 12     | nonce            |
 *   | 13     | n      | ciphertext       |
 *   | 13 + n | 16     | AES-256-GCM tag  |
 */
export function sealSeed(storeKey: KeyObject, serial: string, seed: Uint8Array): Buffer {
  const nonce = nextNonce();
  const cipher = createCipheriv('aes-256-gcm', storeKey, nonce).setAAD(Buffer.from(serial));
  return Buffer.concat([Buffer.of(1), nonce, cipher.update(seed), cipher.final(), cipher.getAuthTag()]);
}

const noncesAtOnce = 256;
let nonces: Buffer = Buffer.alloc(0);

/** By chance, fetched many at a time: each fetching is a call of the system, which costs more than sealing a seed. */
function nextNonce(): Buffer {
  if (nonces.length === 0) nonces = randomBytes(12 * noncesAtOnce);
  const nonce = nonces.subarray(0, 12);
  nonces = nonces.subarray(12);
  return nonce;
}

/** The seed's bytes; whoever asks wipes them. Throws when the row was altered or belongs to another serial. */
export function openSeed(storeKey: KeyObject, serial: string, sealed: Uint8Array): Uint8Array {
  if (sealed[0] !== 1 || sealed.length < 30) throw new Error(`the seed of ${serial} is not in a known form`);
  const cipher = createDecipheriv('aes-256-gcm', storeKey, sealed.subarray(1, 13))
    .setAAD(Buffer.from(serial))
    .setAuthTag(sealed.subarray(-16));
  const seed = cipher.update(sealed.subarray(13, -16));
  cipher.final();
  return seed;
}
