import { createCipheriv, createDecipheriv, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto';
import { hashPin } from './pin.ts';

/**
 * A PIN as it is kept: Argon2id, or where a policy says so encrypted under the store key, marked by `@@` as in
 * privacyIDEA. Not bound to a token: replacements take over the PIN as it is.
 */
export async function keepPin(storeKey: KeyObject, pin: Uint8Array, storage: 'hashed' | 'encrypted'): Promise<string> {
  if (storage === 'hashed') return hashPin(pin);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', storeKey, nonce).setAAD(purpose);
  const sealed = Buffer.concat([nonce, cipher.update(pin), cipher.final(), cipher.getAuthTag()]);
  return `@@${sealed.toString('base64')}`;
}

const purpose = Buffer.from('pin');

/** Whether the kept PIN can be read back, and so compared at once. */
export function isEncryptedPin(kept: string): boolean {
  return kept.startsWith('@@');
}

/** Compares with an encrypted PIN. Throws when the row was altered. */
export function isPin(storeKey: KeyObject, kept: string, given: string): boolean {
  const sealed = Buffer.from(kept.slice(2), 'base64');
  const cipher = createDecipheriv('aes-256-gcm', storeKey, sealed.subarray(0, 12))
    .setAAD(purpose)
    .setAuthTag(sealed.subarray(-16));
  const pin = cipher.update(sealed.subarray(12, -16));
  const typed = Buffer.from(given);
  try {
    cipher.final();
    return pin.length === typed.length && timingSafeEqual(pin, typed);
  } finally {
    pin.fill(0);
    typed.fill(0);
  }
}
