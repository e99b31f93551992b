import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import type { Sealed } from '../../domain/record.ts';

/** The server's public key for seeds and PINs: an uncompressed P-256 point in base64url. */
export interface SealingKey {
  readonly keyId: string;
  readonly publicKey: string;
}

const info = new TextEncoder().encode('keydesk-v1');

/** Seals bytes so that only the server can open them, and only in the place that `context` names (RFC 9180, base mode). */
export async function sealToServer(key: SealingKey, plain: Uint8Array, context: string): Promise<Sealed> {
  const suite = new CipherSuite({
    kem: new DhkemP256HkdfSha256(),
    kdf: new HkdfSha256(),
    aead: new Aes256Gcm(),
  });
  const recipientPublicKey = await suite.kem.deserializePublicKey(exactly(Buffer.from(key.publicKey, 'base64url')));
  const sender = await suite.createSenderContext({ recipientPublicKey, info });
  const copy = exactly(plain);
  try {
    const ciphertext = await sender.seal(copy, new TextEncoder().encode(context));
    return {
      keyId: key.keyId,
      enc: Buffer.from(sender.enc).toString('base64url'),
      ciphertext: Buffer.from(ciphertext).toString('base64url'),
    };
  } finally {
    new Uint8Array(copy).fill(0);
  }
}

/** A buffer of its own that holds these bytes and nothing else. */
function exactly(bytes: Uint8Array): ArrayBuffer {
  const buffer = new ArrayBuffer(bytes.length);
  new Uint8Array(buffer).set(bytes);
  return buffer;
}
