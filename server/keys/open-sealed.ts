import type { KeyObject } from 'node:crypto';
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import type { Sealed } from '../../domain/record.ts';

/** Opens what a station sealed to the server (RFC 9180, base mode). */
export type OpenSealed = (sealed: Sealed, context: string) => Promise<Uint8Array>;

export function openSealed(privateKey: KeyObject): OpenSealed {
  const suite = new CipherSuite({
    kem: new DhkemP256HkdfSha256(),
    kdf: new HkdfSha256(),
    aead: new Aes256Gcm(),
  });
  const info = Buffer.from('keydesk-v1');
  const key = suite.kem.importKey('jwk', { ...privateKey.export({ format: 'jwk' }), key_ops: ['deriveBits'] }, false);
  return async (sealed, context) => {
    const enc = new Uint8Array(Buffer.from(sealed.enc, 'base64url'));
    const ciphertext = new Uint8Array(Buffer.from(sealed.ciphertext, 'base64url'));
    const bytes = await suite.open(
      { recipientKey: await key, enc, info },
      ciphertext,
      new TextEncoder().encode(context),
    );
    return new Uint8Array(bytes);
  };
}
