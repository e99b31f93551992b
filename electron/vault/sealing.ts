import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { KeydeskError } from '../../domain/failure.ts';

/** Bytes sealed under a key of this station: AES-256-GCM, nonce (12), ciphertext, tag (16). */
export function seal(key: Uint8Array, plain: Uint8Array, context: string): Uint8Array {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(context, 'utf8'));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Opens what `seal` made with the same key and context; whoever calls it wipes what comes back. */
export function open(key: Uint8Array, sealed: Uint8Array, context: string): Uint8Array {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
  decipher.setAAD(Buffer.from(context, 'utf8'));
  decipher.setAuthTag(sealed.subarray(-16));
  const plain = new Uint8Array(sealed.length - 28);
  const part = decipher.update(sealed.subarray(12, -16));
  try {
    plain.set(part);
    decipher.final();
    return plain;
  } catch (error) {
    plain.fill(0);
    throw new KeydeskError('vault/keystore', {}, { cause: error });
  } finally {
    part.fill(0);
  }
}

/** What the station's own copy of a seed is bound to. */
export function seedContext(issuance: string): string {
  return `keydesk-seed-v1|${issuance}`;
}

/** What the station's own copy of a PIN is bound to, where it waits for a privacyIDEA server. */
export function pinContext(issuance: string): string {
  return `keydesk-pin-v1|${issuance}`;
}
