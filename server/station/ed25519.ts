import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

/** A raw Ed25519 public key (base64url, 32 bytes) as a key object, if it is one. */
export function ed25519Key(raw: string): KeyObject | undefined {
  if (!/^[\w-]{43}$/.test(raw)) return undefined;
  try {
    return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw }, format: 'jwk' });
  } catch {
    return undefined;
  }
}

export function verifies(publicKey: string, text: string, signature: Uint8Array): boolean {
  const key = ed25519Key(publicKey);
  return key !== undefined && signature.length === 64 && verify(null, Buffer.from(text), key, signature);
}

/** The signature over a text, base64url. */
export function signText(privateKey: KeyObject, text: string): string {
  return sign(null, Buffer.from(text), privateKey).toString('base64url');
}
