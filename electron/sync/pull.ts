import { setImmediate } from 'node:timers/promises';
import {
  partsReply,
  type StationManifest,
  stationManifest,
  toldLists,
  toldRest,
  toldRollout,
} from '../../domain/contract/station-parts.ts';
import { KeydeskError } from '../../domain/failure.ts';
import { applyParts } from '../vault/apply-parts.ts';
import { compareClock } from '../vault/clock.ts';
import { commit } from '../vault/database.ts';
import { beginPull } from '../vault/desk-controllers.ts';
import { type FetchedPart, keepFetched, missingParts } from '../vault/known-parts.ts';
import { confirmSnapshot, pulledSnapshot } from '../vault/snapshot.ts';
import { answerFailure, isNotThere } from './answer-failure.ts';
import type { SyncParts } from './parts.ts';
import { pullWhole } from './pull-whole.ts';
import type { Answer, ServerClient } from './server-client.ts';

/** A manifest of several million people; and one shipment of many thousand tokens, which comes in one piece. */
const longestAnswerBytes = 16 * 1024 * 1024;
/** As many parts as are asked for at once; the server sends what one answer holds. */
const namesTogether = 200;
/** As much text as is written in one transaction. */
const keptTogether = 200_000;
/** While the server is busy, parts may be newer than the manifest. Each time there is less of it. */
const mostManifests = 20;

/**
 * Takes over what the server tells stations: only the parts that changed, and of what was fetched before the network went
 * away nothing again. True when anything changed.
 */
export async function pull(
  parts: SyncParts,
  client: ServerClient,
  isOver: () => boolean = () => false,
): Promise<boolean> {
  const { vault } = parts;
  for (let asked = 0; asked < mostManifests; asked += 1) {
    commit(vault, () => beginPull(vault));
    const last = pulledSnapshot(vault);
    const answer = await client.ask({
      method: 'GET',
      path: '/stations/self/parts',
      etag: last?.etag,
      maxBytes: longestAnswerBytes,
    });
    const at = parts.now().toISOString();
    if (answer.status === 304 && last !== undefined) {
      return commit(vault, () => {
        compareClock(vault, parts.now(), answer.date);
        return confirmSnapshot(vault, last.etag, last.version, at);
      });
    }
    if (isNotThere(answer)) return pullWhole(parts, client);
    const manifest = read(answer, stationManifest, 'parts');
    if (!(await fetchMissing(parts, client, manifest))) continue;
    await applyParts(vault, { manifest, etag: answer.etag, at }, { crashPoint: parts.crashPoint, isOver });
    return true;
  }
  throw new KeydeskError('sync/server-error', { reason: 'changes too fast' });
}

/** Fetches what of a manifest is not here; false when the server has gone on meanwhile. */
async function fetchMissing(parts: SyncParts, client: ServerClient, manifest: StationManifest): Promise<boolean> {
  const { vault } = parts;
  const missing = new Set(missingParts(vault, manifest.parts));
  while (missing.size > 0) {
    const names = [...missing].slice(0, namesTogether);
    const answer = await client.ask({
      method: 'POST',
      path: '/stations/self/parts',
      body: { names },
      maxBytes: longestAnswerBytes,
    });
    const said = read(answer, partsReply, 'parts');
    const before = missing.size;
    let waiting: FetchedPart[] = [];
    const keep = () => {
      commit(vault, () => {
        for (const part of waiting) keepFetched(vault, part);
      });
      waiting = [];
    };
    for (const [name, { hash, rows }] of Object.entries(said.parts)) {
      if (missing.delete(name)) waiting.push({ name, hash, rows: JSON.stringify(rowsOf(name, rows)) });
      if (waiting.reduce((sum, part) => sum + part.rows.length, 0) > keptTogether) keep();
      await setImmediate();
    }
    keep();
    if (missing.size === before) return false;
  }
  return missingParts(vault, manifest.parts).length === 0;
}

function read<T>(
  answer: Answer,
  schema: { readonly safeParse: (body: unknown) => { success: true; data: T } | { success: false; error: Error } },
  reason: string,
): T {
  const failure = answerFailure(answer);
  if (failure !== undefined) throw failure;
  const parsed = schema.safeParse(answer.body);
  if (!parsed.success) throw new KeydeskError('sync/not-keydesk', { reason }, { cause: parsed.error });
  return parsed.data;
}

/** A list that this Keydesk does not know is kept as it is, and passed over. */
function rowsOf(name: string, rows: readonly unknown[]): unknown {
  const list = name.split('/', 1)[0] ?? '';
  const schema = list in toldLists ? toldLists[list as keyof typeof toldLists] : undefined;
  const whole = { rest: toldRest.array(), rollout: toldRollout.array() } as const;
  const parsed = (schema ?? (list in whole ? whole[list as keyof typeof whole] : undefined))?.safeParse(rows);
  if (parsed === undefined) return [];
  if (!parsed.success) throw new KeydeskError('sync/not-keydesk', { reason: name }, { cause: parsed.error });
  return parsed.data;
}
