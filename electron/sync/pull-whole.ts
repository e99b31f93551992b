import { snapshot } from '../../domain/contract/station.ts';
import { KeydeskError } from '../../domain/failure.ts';
import { compareClock } from '../vault/clock.ts';
import { commit } from '../vault/database.ts';
import { applySnapshot, confirmSnapshot, pulledSnapshot } from '../vault/snapshot.ts';
import { answerFailure } from './answer-failure.ts';
import type { SyncParts } from './parts.ts';
import type { ServerClient } from './server-client.ts';

/** Room for several hundred thousand people. */
const longestSnapshotBytes = 256 * 1024 * 1024;

/** Takes over what a server tells that is older than parts: all of it at once. True when anything changed. */
export async function pullWhole({ vault, now }: SyncParts, client: ServerClient): Promise<boolean> {
  const last = pulledSnapshot(vault);
  const answer = await client.ask({
    method: 'GET',
    path: '/stations/self/snapshot',
    etag: last?.etag,
    maxBytes: longestSnapshotBytes,
  });
  const at = now().toISOString();
  if (answer.status === 304 && last !== undefined) {
    return commit(vault, () => {
      compareClock(vault, now(), answer.date);
      return confirmSnapshot(vault, last.etag, last.version, at);
    });
  }
  const failure = answerFailure(answer);
  if (failure !== undefined) throw failure;
  const parsed = snapshot.safeParse(answer.body);
  if (!parsed.success) throw new KeydeskError('sync/not-keydesk', { reason: 'snapshot' }, { cause: parsed.error });
  commit(vault, () => {
    compareClock(vault, now(), parsed.data.serverTime);
    applySnapshot(vault, parsed.data, answer.etag, at);
  });
  return true;
}
