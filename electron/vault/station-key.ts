import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { KeydeskError } from '../../domain/failure.ts';
import type { Vault } from './database.ts';
import { readMeta, writeMeta } from './meta.ts';
import { open, seal } from './sealing.ts';

/** The Ed25519 key that signs this station's records and requests; it never leaves the vault unsealed. */
export interface StationKey {
  /** Raw 32 bytes, base64url. */
  readonly publicKey: string;
  /** Ed25519 over the text's UTF-8 bytes, base64url. */
  readonly sign: (text: string) => string;
}

const context = 'keydesk-station-key-v1';

/** Makes the station's key, once, in the transaction that makes the vault. */
export function makeStationKey(vault: Vault, vaultKey: Uint8Array): void {
  const { privateKey } = generateKeyPairSync('ed25519');
  const der = privateKey.export({ format: 'der', type: 'pkcs8' });
  try {
    writeMeta(vault, 'station-key', Buffer.from(seal(vaultKey, der, context)).toString('base64'));
  } finally {
    der.fill(0);
  }
}

export function openStationKey(vault: Vault, vaultKey: Uint8Array): StationKey {
  const sealed = readMeta(vault, 'station-key');
  if (typeof sealed !== 'string') throw new KeydeskError('vault/corrupt', { part: 'station-key' });
  const der = open(vaultKey, Buffer.from(sealed, 'base64'), context);
  try {
    const privateKey = createPrivateKey({ key: Buffer.from(der.buffer), format: 'der', type: 'pkcs8' });
    return {
      publicKey: rawPublicKey(privateKey),
      sign: (text) => sign(null, Buffer.from(text, 'utf8'), privateKey).toString('base64url'),
    };
  } finally {
    der.fill(0);
  }
}

function rawPublicKey(privateKey: KeyObject): string {
  return String(createPublicKey(privateKey).export({ format: 'jwk' }).x);
}
