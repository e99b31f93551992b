import type { Reply } from '../../domain/contract/ipc.ts';
import { readCheckpoint, readNote } from '../../domain/log/checkpoint.ts';
import { type FoundContradiction, openContradiction } from '../vault/contradictions.ts';
import type { Vault } from '../vault/database.ts';
import { countInclusions, inclusionOf } from '../vault/inclusions.ts';
import { firstKept, newestKept } from '../vault/kept-checkpoints.ts';
import { readMeta } from '../vault/meta.ts';

/** The server's log as this desk keeps it. */
export function trailState(vault: Vault): Reply<'trail/state'> {
  const kept = newestKept(vault);
  const checkpoint = checkpointIn(kept?.note ?? '');
  const first = firstKept(vault);
  const open = openContradiction(vault);
  const watchedAnew = readMeta(vault, 'watched-anew');
  return {
    kept:
      kept === undefined || checkpoint === undefined
        ? null
        : {
            origin: checkpoint.origin,
            size: kept.size,
            keptAt: kept.keptAt,
            countersignedAt: kept.toldAt,
            since: first?.keptAt ?? kept.keptAt,
            sinceSize: first?.size ?? kept.size,
          },
    watchedAnew: typeof watchedAnew === 'string' ? watchedAnew : null,
    records: countInclusions(vault),
    contradiction: open === undefined ? null : shown(open),
  };
}

/** Where a record is proven to be in the server's log. */
export function inclusionShown(vault: Vault, record: string): Reply<'records/get'>['inclusion'] {
  const proven = inclusionOf(vault, record);
  if (proven === undefined) return null;
  return { position: Number(JSON.parse(proven.entry).position), size: proven.size, provenAt: proven.provenAt };
}

function shown({ id, what, foundAt, kept, offered, record }: FoundContradiction) {
  const sizeIn = (text: string) => checkpointIn(text)?.size ?? 0;
  return { id, what, foundAt, keptSize: sizeIn(kept), offeredSize: sizeIn(offered), record };
}

function checkpointIn(note: string) {
  return readCheckpoint(readNote(note)?.text ?? '');
}
