import { createHash, sign } from 'node:crypto';
import { auditText } from '../../domain/audit.ts';
import { checkpointText, keyIdOf, noteText, signatureKind } from '../../domain/log/checkpoint.ts';
import { emptyFrontier, type Frontier, frontierHead, withEntry } from '../../domain/log/growing-tree.ts';
import type { Installation } from '../installation.ts';

type Parts = Pick<Installation, 'store' | 'keys' | 'now'>;

const hashBytes = 32;

/** The log's name in its checkpoints: the same for as long as the key that signs them. */
export function originOf({ keys }: Pick<Installation, 'keys'>): string {
  const key = createHash('sha256').update(keys.receipt.publicKey).digest('hex').slice(0, 16);
  return `keydesk/${key}/audit`;
}

/**
 * Signs the head of the tree over every entry of the audit, when there are more than at the last one. The tree grows
 * from the last one's peaks, so that each entry is hashed once.
 */
export async function makeCheckpoint({ store, keys, now }: Parts): Promise<void> {
  const last = await store.checkpoints.newest();
  let frontier: Frontier = last === undefined ? emptyFrontier : { size: last.size, peaks: parted(last.peaks) };
  for await (const { entry } of store.audit.entries(frontier.size)) {
    frontier = withEntry(frontier, Buffer.from(auditText(entry)));
  }
  if (frontier.size === (last?.size ?? 0)) return;
  const origin = originOf({ keys });
  const text = checkpointText({ origin, size: frontier.size, head: frontierHead(frontier) });
  const publicKey = Buffer.from(keys.receipt.publicKey, 'base64url');
  const signature = sign(null, Buffer.from(text), keys.receipt.privateKey);
  const note = noteText({
    text,
    signatures: [{ name: origin, keyId: keyIdOf(origin, signatureKind.log, publicKey), signature }],
  });
  const { size, peaks } = frontier;
  await store.commits.alone(({ checkpoints }) =>
    checkpoints.add({ size, note, peaks: Buffer.concat(peaks), madeAt: now().toISOString() }),
  );
}

function parted(peaks: Uint8Array): readonly Uint8Array[] {
  return Array.from({ length: peaks.length / hashBytes }, (_, place) =>
    peaks.slice(place * hashBytes, (place + 1) * hashBytes),
  );
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
