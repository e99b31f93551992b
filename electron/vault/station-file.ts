import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Vault } from './database.ts';
import { readMeta } from './meta.ts';
import { syncFolder } from './records-journal.ts';
import { enrolment, readEnrolment } from './station.ts';
import { wrapping, wrappingOf } from './vault-key.ts';

/** Who this station is, as the vault has it: its keys wrapped as they are there, and its server. */
const station = z.object({
  version: z.literal(1),
  wrapping,
  /** Sealed under the vault key. */
  stationKey: z.string(),
  publicKey: z.string(),
  enrolment: enrolment.nullable(),
});
export type StationFile = z.infer<typeof station>;

function file(directory: string): string {
  return join(directory, 'station.key');
}

export function stationFileExists(directory: string): boolean {
  return existsSync(file(directory));
}

/** What a new vault needs to be this station again; `undefined` when it is not there or cannot be read. */
export function readStationFile(directory: string): StationFile | undefined {
  try {
    return station.parse(JSON.parse(readFileSync(file(directory), 'utf8')));
  } catch {
    return undefined;
  }
}

/** Keeps the station's identity beside the vault, so that it outlives the vault's own file; nothing to do when it is kept. */
export function keepStationFile(vault: Vault, publicKey: string): void {
  const kept = wrappingOf(vault);
  const stationKey = readMeta(vault, 'station-key');
  if (kept === undefined || typeof stationKey !== 'string') return;
  const wanted: StationFile = {
    version: 1,
    wrapping: kept,
    stationKey,
    publicKey,
    enrolment: readEnrolment(vault) ?? null,
  };
  if (JSON.stringify(readStationFile(vault.directory)) === JSON.stringify(wanted)) return;
  const handle = openSync(`${file(vault.directory)}.new`, 'w', 0o600);
  try {
    writeSync(handle, JSON.stringify(wanted));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(`${file(vault.directory)}.new`, file(vault.directory));
  syncFolder(vault.directory);
}
