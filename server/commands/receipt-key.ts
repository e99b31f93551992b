import { join } from 'node:path';
import { type KeyChange, keyChangeAction, keyChangeText } from '../../domain/log/receipt-keys.ts';
import { openInstallation } from '../installation.ts';
import { drawNextKey, mustBeInForce, publicKeyOf, takeNextKey } from '../keys/receipt-key.ts';
import type { ServerKeys } from '../keys/server-keys.ts';
import { signText } from '../station/ed25519.ts';
import { databaseOf, isPostgresUrl } from '../store/location.ts';
import { holdDirectory } from '../store/lock.ts';
import { openStore, type Store } from '../store/store.ts';
import { makeCheckpoint } from '../trail/checkpoint.ts';
import { UsageError } from './usage.ts';

/** Where the key is changed. */
interface Place {
  readonly directory: string;
  readonly database: string | undefined;
  readonly now: () => Date;
}

/**
 * Has a new key sign receipts and checkpoints from the next entry of the audit on, and destroys the one before. That one
 * vouches for it, so that desks follow by themselves; one that was lost cannot, and each desk has to be enrolled again.
 */
export async function renewReceiptKey(place: Place, isLost: boolean): Promise<string> {
  const location = databaseOf(place.directory, place.database);
  const lock = isPostgresUrl(location) ? undefined : holdDirectory(place.directory);
  try {
    return isLost ? await replaceLost(place, location) : await renew(place);
  } finally {
    lock?.release();
  }
}

async function renew({ directory, database, now }: Place): Promise<string> {
  const installation = await openInstallation(directory, now, database);
  const { store, keys } = installation;
  try {
    // What was done until now is signed by the key that was in force then.
    await makeCheckpoint(installation);
    const { key, position } = await change(store, directory, now(), keys);
    return `${key} signs from entry ${position} on; the key before it vouches for it, and desks follow by themselves`;
  } finally {
    await store.close();
  }
}

async function replaceLost({ directory, now }: Place, location: string): Promise<string> {
  const store = await openStore(location, { now });
  try {
    const { key, position } = await change(store, directory, now(), undefined);
    return `${key} signs from entry ${position} on; nothing vouches for it: enrol each desk again (station code)`;
  } finally {
    await store.close();
  }
}

async function change(store: Store, directory: string, now: Date, before: ServerKeys | undefined): Promise<KeyChange> {
  const keysDirectory = join(directory, 'keys');
  const drawn = drawNextKey(keysDirectory);
  const key = publicKeyOf(drawn);
  const at = now.toISOString();
  const made = await store.commits.alone(async (tx) => {
    if (before !== undefined) await mustBeInForce(tx, before);
    const former = await tx.receiptKeys.newest();
    if (former === undefined) throw new UsageError('no key has signed anything yet: start the server');
    const detail = { former, key, vouched: before !== undefined };
    const entry = { at, actor: 'command line', action: keyChangeAction, subject: key, detail };
    const { position } = await tx.audit.appendNow(entry);
    const text = keyChangeText({ former, key, position, at });
    const byFormer = before === undefined ? '' : signText(before.receipt.privateKey, text);
    const signed = { former, key, position, at, byFormer, byKey: signText(drawn, text) };
    await tx.receiptKeys.add(signed);
    return signed;
  });
  takeNextKey(keysDirectory);
  return made;
}
