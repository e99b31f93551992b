import {
  createHash,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { keyFile, privateKeyFile } from './key-file.ts';

/** The server's secrets, each in its own file that only the server's user may read. */
export interface ServerKeys {
  /** Seals seeds at rest: AES-256-GCM. */
  readonly storeKey: KeyObject;
  /** Signs receipts: Ed25519. `publicKey` is raw, base64url. */
  readonly receipt: { readonly privateKey: KeyObject; readonly publicKey: string };
  /** Opens what stations seal: HPKE over P-256. `publicKey` is the uncompressed point, base64url. */
  readonly sealing: { readonly privateKey: KeyObject; readonly keyId: string; readonly publicKey: string };
  /** Signs the tokens that administrators log in with: HS256. */
  readonly loginKey: Buffer;
  /** Signs replies in privacyIDEA's way: RSA-PSS. */
  readonly replyKey: KeyObject;
}

export function serverKeys(directory: string): ServerKeys {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const pem = (name: string, make: () => KeyObject): KeyObject =>
    privateKeyFile(join(directory, name), () => make().export({ type: 'pkcs8', format: 'pem' }));
  const receipt = pem('receipt.key', () => generateKeyPairSync('ed25519').privateKey);
  const sealing = pem('sealing.key', () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
  const point = uncompressedPoint(sealing);
  return {
    storeKey: createSecretKey(keyFile(join(directory, 'store.key'), () => randomBytes(32))),
    loginKey: keyFile(join(directory, 'login.key'), () => randomBytes(32)),
    receipt: { privateKey: receipt, publicKey: createPublicKey(receipt).export({ format: 'jwk' }).x ?? '' },
    sealing: {
      privateKey: sealing,
      keyId: createHash('sha256').update(point).digest('hex').slice(0, 16),
      publicKey: point.toString('base64url'),
    },
    replyKey: pem('reply.key', () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey),
  };
}

/** 04, x, y (SEC 1 section 2.3.3): the form HPKE names a P-256 key by. */
function uncompressedPoint(key: KeyObject): Buffer {
  const { x, y } = createPublicKey(key).export({ format: 'jwk' });
  if (x === undefined || y === undefined) throw new Error('the sealing key is no P-256 key');
  return Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
}
