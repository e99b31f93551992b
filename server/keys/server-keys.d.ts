import { type KeyObject } from 'node:crypto';
/** The server's secrets, each in its own file that only the server's user may read. */
export interface ServerKeys {
  /** Seals seeds at rest: AES-256-GCM. */
  readonly storeKey: Buffer;
  /** Signs receipts: Ed25519. `publicKey` is raw, base64url. */
  readonly receipt: {
    readonly privateKey: KeyObject;
    readonly publicKey: string;
  };
  /** Opens what stations seal: HPKE over P-256. `publicKey` is the uncompressed point, base64url. */
  readonly sealing: {
    readonly privateKey: KeyObject;
    readonly keyId: string;
    readonly publicKey: string;
  };
  /** Signs the tokens that administrators log in with: HS256. */
  readonly loginKey: Buffer;
  /** Signs replies in privacyIDEA's way: RSA-PSS. */
  readonly replyKey: KeyObject;
}
export declare function serverKeys(directory: string): ServerKeys;
