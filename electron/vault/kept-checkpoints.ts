import { keepBeside } from './checkpoint-file.ts';
import type { Vault } from './database.ts';

/** A checkpoint of the server's log as this station keeps it, with its own signature under it. */
export interface KeptCheckpoint {
  readonly place: number;
  readonly size: number;
  /** Empty when a person decided that the log begins anew. */
  readonly note: string;
  readonly keptAt: string;
  /** When the server took the station's signature. */
  readonly toldAt: string | null;
}

/** So many of the newest are kept; of the older ones those that something was proven by, and one of each day. */
const keptNewest = 1000;
const onePerDay = 1440;

const selected = 'SELECT place, size, note, kept_at AS keptAt, told_at AS toldAt FROM kept_checkpoints';

/** The one that the next has to go on from. */
export function newestKept(vault: Vault): KeptCheckpoint | undefined {
  return vault.db.prepare<[], KeptCheckpoint>(`${selected} ORDER BY place DESC LIMIT 1`).get();
}

/** Keeps one, in the caller's transaction. `begins`: a person decided that the log begins anew with it. */
export function keepCheckpoint(
  vault: Vault,
  { size, note, begins = false }: { readonly size: number; readonly note: string; readonly begins?: boolean },
  at: string,
): void {
  vault.db
    .prepare('INSERT INTO kept_checkpoints (size, note, kept_at, begins) VALUES (?, ?, ?, ?)')
    .run(size, note, at, begins ? 1 : 0);
  vault.db
    .prepare(
      `DELETE FROM kept_checkpoints WHERE place < (SELECT max(place) FROM kept_checkpoints) - ?
         AND begins = 0 AND place % ? <> 0 AND place NOT IN (SELECT checkpoint FROM inclusions)`,
    )
    .run(keptNewest, onePerDay);
  keepBeside(vault.directory, note);
}

/** The server has the station's signature under it. */
export function countersignatureTold(vault: Vault, place: number, at: string): void {
  vault.db.prepare('UPDATE kept_checkpoints SET told_at = ? WHERE place = ?').run(at, place);
}

/** Where the watching of this log began. */
export function firstKept(vault: Vault): KeptCheckpoint | undefined {
  for (const kept of keptCheckpoints(vault)) return kept;
  return undefined;
}

/** All that are kept, oldest first; those of a log that was given up are left out. */
export function* keptCheckpoints(vault: Vault): Generator<KeptCheckpoint, void> {
  yield* vault.db
    .prepare<[], KeptCheckpoint>(
      `${selected} WHERE note <> '' AND place >= (SELECT coalesce(max(place), 0) FROM kept_checkpoints WHERE begins = 1)
       ORDER BY place`,
    )
    .iterate();
}
