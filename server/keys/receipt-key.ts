import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Store } from '../store/store.ts';
import { keepNames, replaceFile } from './key-file.ts';
import { type ServerKeys, serverKeys } from './server-keys.ts';

/** The receipt key of this data directory is not the one that signs now. */
export class ReceiptKeyError extends Error {}

const keyName = 'receipt.key';
/** A key that is about to be the one: its change may be kept already. */
const nextName = 'receipt.next.key';

/**
 * The keys of a data directory, whose receipt key is the one that the database knows as the newest: another one would
 * sign receipts that no station takes. A change that was cut off after it was kept is finished.
 */
export async function keysInForce(directory: string, store: Store, at: string): Promise<ServerKeys> {
  const keys = serverKeys(directory);
  await store.receiptKeys.begin(keys.receipt.publicKey, at);
  const newest = await store.receiptKeys.newest();
  if (newest === keys.receipt.publicKey) return keys;
  const next = join(directory, nextName);
  if (!existsSync(next) || publicKeyOf(createPrivateKey(readFileSync(next))) !== newest) {
    throw new ReceiptKeyError(
      `keys/${keyName} is not the key ${newest} that signs receipts here: put that file back, from the server where it ` +
        'was changed or from a backup of this directory; if it is lost for good: receipt-key renew --lost',
    );
  }
  takeNextKey(directory);
  return serverKeys(directory);
}

/** Inside a transaction: signs nothing more once another server has changed the key. */
export async function mustBeInForce({ receiptKeys }: Pick<Store, 'receiptKeys'>, keys: ServerKeys): Promise<void> {
  if ((await receiptKeys.newest()) === keys.receipt.publicKey) return;
  throw new ReceiptKeyError(`the receipt key was changed: copy keys/${keyName} to this server and start it anew`);
}

/** Draws a key and keeps it beside the one that signs now. */
export function drawNextKey(directory: string): KeyObject {
  const drawn = generateKeyPairSync('ed25519').privateKey;
  replaceFile(join(directory, nextName), String(drawn.export({ type: 'pkcs8', format: 'pem' })), 0o600);
  return drawn;
}

/** The key that was drawn signs from now on; the one before is gone. */
export function takeNextKey(directory: string): void {
  renameSync(join(directory, nextName), join(directory, keyName));
  keepNames(join(directory, keyName));
}

/** Raw Ed25519, base64url. */
export function publicKeyOf(key: KeyObject): string {
  return createPublicKey(key).export({ format: 'jwk' }).x ?? '';
}
