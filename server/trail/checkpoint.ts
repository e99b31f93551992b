import { createHash, sign } from 'node:crypto';
import { auditText } from '../../domain/audit.ts';
import { type Checkpoint, checkpointText, keyIdOf, noteText, signatureKind } from '../../domain/log/checkpoint.ts';
import { leafHash, type TreeHash } from '../../domain/log/merkle-tree.ts';
import { storedHead } from '../../domain/log/stored-tree.ts';
import type { Installation } from '../installation.ts';
import { mustBeInForce } from '../keys/receipt-key.ts';
import type { Store } from '../store/store.ts';
import { addLeaves, keptNodes, keptSize } from './kept-tree.ts';

type Parts = Pick<Installation, 'store' | 'keys' | 'now'>;

/** So many entries are hashed in one transaction; further ones in the next. */
const portionSize = 10_240;

/** The log's name in its checkpoints: it comes from the first key that signed them, and stays when that is changed. */
export async function originOf({ receiptKeys }: Pick<Store, 'receiptKeys'>): Promise<string> {
  const first = await receiptKeys.first();
  if (first === undefined) throw new Error('the log has no key');
  return `keydesk/${createHash('sha256').update(first).digest('hex').slice(0, 16)}/audit`;
}

/**
 * Signs the head of the tree over every entry of the audit, when there are more than at the last one. Each entry is
 * hashed once, whichever server does it.
 */
export async function makeCheckpoint(parts: Parts): Promise<void> {
  while (await goOn(parts));
}

/** Takes some more entries into the tree, and signs it at their end; false when there is nothing left to do. */
async function goOn({ store, keys, now }: Parts): Promise<boolean> {
  const from = await keptSize(store);
  const leaves = await leavesBehind(store, from);
  if (leaves.length === 0 && (await store.checkpoints.newest())?.size === from) return false;
  if (leaves.length === 0 && from === 0) return false;
  const isEnd = leaves.length < portionSize;
  await store.commits.alone(async (tx) => {
    // Another server was faster: what it has taken is not taken again.
    if ((await keptSize(tx)) !== from) return;
    await addLeaves(tx, leaves);
    const size = from + leaves.length;
    if (!isEnd || (await tx.checkpoints.newest())?.size === size) return;
    const head = await storedHead(keptNodes(tx), size);
    await mustBeInForce(tx, keys);
    const note = signedNote(keys, { origin: await originOf(tx), size, head });
    await tx.checkpoints.add({ size, note, madeAt: now().toISOString() });
  });
  return !isEnd;
}

async function leavesBehind(store: Store, from: number): Promise<readonly TreeHash[]> {
  const leaves: TreeHash[] = [];
  for await (const { entry } of store.audit.entries(from)) {
    const place = from + leaves.length + 1;
    if (entry.position !== place) throw new Error(`audit entry ${place} is not there: no checkpoint can be made`);
    leaves.push(leafHash(Buffer.from(auditText(entry))));
    if (leaves.length === portionSize) break;
  }
  return leaves;
}

function signedNote(keys: Installation['keys'], checkpoint: Checkpoint): string {
  const { origin } = checkpoint;
  const text = checkpointText(checkpoint);
  const publicKey = Buffer.from(keys.receipt.publicKey, 'base64url');
  const signature = sign(null, Buffer.from(text), keys.receipt.privateKey);
  return noteText({
    text,
    signatures: [{ name: origin, keyId: keyIdOf(origin, signatureKind.log, publicKey), signature }],
  });
}

/** Makes one now and then, for as long as the server runs. */
export function startCheckpoints(parts: Parts, everyMs = 60_000): { readonly close: () => Promise<void> } {
  let running = Promise.resolve();
  const timer = setInterval(() => {
    running = running.then(() => makeCheckpoint(parts)).catch(console.error);
  }, everyMs).unref();
  return {
    async close() {
      clearInterval(timer);
      await running;
    },
  };
}
