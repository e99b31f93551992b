import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { stationManifest } from '../../domain/contract/station-parts.ts';
import { KeydeskError } from '../../domain/failure.ts';
import { compareClock } from './clock.ts';
import { commit, type Vault } from './database.ts';
import { forgetDeadCredentials } from './desk-controllers.ts';
import {
  beginComparing,
  dropFetched,
  fetchedPart,
  forgetPart,
  isUnchangedSince,
  partsToApply,
  putInForce,
} from './known-parts.ts';
import { dropMeta, readMeta, writeMeta } from './meta.ts';
import { dropOtherShipments } from './shipments.ts';
import { confirmSnapshot, holdLocalWord } from './snapshot.ts';
import { type Difference, differenceOf, tablesOfParts } from './told-lists.ts';

const pulledManifest = z.object({ manifest: stationManifest, etag: z.string(), at: z.string() });
/** What a station was told, of which every part is known here or fetched. */
export type PulledManifest = z.infer<typeof pulledManifest>;

/** So many rows are written at once, so that all is seen at once; more of them would hold the desk up. */
const rowsTogether = 2000;
/** Of more than that, so many in one transaction. */
const rowsInSlice = 300;

export interface Applying {
  /** A test may end the process in between. */
  readonly crashPoint: (name: string) => void;
  /** Whether the app wants to end: what is left is put in force when the vault is opened again. */
  readonly isOver: () => boolean;
}

/**
 * Puts in force what was fetched: usually in one transaction, compared before it a part at a time. Where more has
 * changed, it is first written down that this is what holds now, and then put in force a part at a time, each in a
 * transaction: a crash in between is made good when the vault is opened.
 */
export async function applyParts(vault: Vault, pulled: PulledManifest, applying: Applying): Promise<void> {
  const { fetched, gone } = partsToApply(vault, pulled.manifest.parts);
  const names = [...fetched, ...gone];
  commit(vault, () => beginComparing(vault, names));
  const differences = new Map<string, Difference>();
  let changes = leftovers(vault, rowsTogether);
  for (const name of names) {
    const difference = differenceFor(vault, name, pulled);
    changes += difference.changes;
    if (changes > rowsTogether) return applyMuch(vault, pulled, applying);
    differences.set(name, difference);
    await setImmediate();
  }
  commit(vault, () => {
    for (const name of names) {
      const known = isUnchangedSince(vault, name) ? differences.get(name) : undefined;
      (known ?? differenceFor(vault, name, pulled)).write(Number.POSITIVE_INFINITY);
      inForce(vault, name, pulled);
    }
    finish(vault, pulled);
  });
}

async function applyMuch(vault: Vault, pulled: PulledManifest, applying: Applying): Promise<void> {
  commit(vault, () => writeMeta(vault, 'applying', pulled));
  applying.crashPoint('before the parts are put in force');
  await finishApplying(vault, applying);
}

/** Goes on with what a crash interrupted, if anything. */
export async function finishApplying(vault: Vault, { crashPoint, isOver }: Applying): Promise<void> {
  const pulled = pulledManifest.safeParse(readMeta(vault, 'applying')).data;
  if (pulled === undefined) return;
  const { fetched, gone } = partsToApply(vault, pulled.manifest.parts);
  for (const name of [...fetched, ...gone]) {
    for (let done = false; !done; ) {
      if (isOver()) throw new KeydeskError('vault/locked', {});
      done = commit(vault, () => {
        const isAll = differenceFor(vault, name, pulled).write(rowsInSlice);
        if (isAll) inForce(vault, name, pulled);
        // Nobody is to see what the server has not heard of taken back in between.
        holdLocalWord(vault);
        return isAll;
      });
      crashPoint('between two slices of parts');
      await setImmediate();
    }
  }
  while (leftovers(vault, 1) > 0 && commit(vault, () => dropLeftovers(vault, rowsInSlice)) === rowsInSlice) {
    await setImmediate();
  }
  commit(vault, () => finish(vault, pulled));
}

function differenceFor(vault: Vault, name: string, { manifest, at }: PulledManifest): Difference {
  if (manifest.parts[name] === undefined) return differenceOf(vault, name, [], at);
  const rows = fetchedPart(vault, name)?.rows;
  if (rows === undefined) throw new KeydeskError('vault/failed', { part: name });
  return differenceOf(vault, name, JSON.parse(rows) as readonly unknown[], at);
}

function inForce(vault: Vault, name: string, { manifest }: PulledManifest): void {
  const hash = manifest.parts[name];
  if (hash === undefined) forgetPart(vault, name);
  else putInForce(vault, name, hash);
}

/** What belongs to everything that was pulled, in the last transaction. */
function finish(vault: Vault, { manifest, etag, at }: PulledManifest): void {
  dropLeftovers(vault, Number.MAX_SAFE_INTEGER);
  dropOtherShipments(vault);
  dropFetched(vault);
  dropMeta(vault, 'applying');
  writeMeta(vault, 'station-office', manifest.stationOffice);
  holdLocalWord(vault);
  forgetDeadCredentials(vault);
  compareClock(vault, new Date(at), manifest.serverTime);
  confirmSnapshot(vault, etag, manifest.version, at);
}

/** How many rows belong to no part, counted as far as that: the server does not tell of them any more. */
function leftovers(vault: Vault, most: number): number {
  return tablesOfParts.reduce(
    (count, { table }) =>
      count +
      (vault.db
        .prepare<[number], number>(`SELECT count(*) FROM (SELECT 1 FROM ${table} WHERE part = '' LIMIT ?)`)
        .pluck()
        .get(most) ?? 0),
    0,
  );
}

/** Removes so many of them; how many there were. */
function dropLeftovers(vault: Vault, most: number): number {
  let dropped = 0;
  for (const { table, key } of tablesOfParts) {
    const names = key.join(', ');
    dropped += vault.db
      .prepare(`DELETE FROM ${table} WHERE (${names}) IN (SELECT ${names} FROM ${table} WHERE part = '' LIMIT ?)`)
      .run(most - dropped).changes;
  }
  return dropped;
}
