import { KeydeskError } from '../../domain/failure.ts';
import { mustActIn, mustActInUnlessGone, mustControl, ownOffices } from '../acts/controller.ts';
import type { CeremonyParts } from '../ceremony/parts.ts';
import { readOffices, readStationOffice, readTrust } from '../vault/snapshot.ts';

/** Shelves are kept by whoever handles stock and by controllers of trust, each in the own office. */
export function mustKeepShelf(parts: CeremonyParts, office: string): void {
  mustHandle(parts);
  mustActIn(parts, office);
}

/** What is under way on a shelf may be looked at and discarded, also where the office was removed. */
export function mustKeepShelfUnlessGone(parts: CeremonyParts, office: string): void {
  mustHandle(parts);
  mustActInUnlessGone(parts, office);
}

function mustHandle(parts: CeremonyParts): void {
  const trust = readTrust(parts.vault, parts.controller(), parts.now());
  mustControl(parts, trust?.permissions.includes('handle_stock') === true ? 'handle_stock' : 'control_trust');
}

/** Why whoever is at the desk keeps no shelf here, if so. */
export function shelfProblem(parts: CeremonyParts): 'no right' | 'no office' | 'no server' | null {
  try {
    mustHandle(parts);
  } catch (error) {
    if (!(error instanceof KeydeskError)) throw error;
    return error.code === 'station/not-enrolled' || error.code === 'administration/keydesk-only'
      ? 'no server'
      : 'no right';
  }
  return ownOffices(parts).length === 0 ? 'no office' : null;
}

/** The offices in which whoever is at the desk sees the shelves; nothing when all of them. */
export function seenOffices(parts: CeremonyParts): readonly string[] | undefined {
  const trust = readTrust(parts.vault, parts.controller(), parts.now());
  return trust?.everywhere === true ? undefined : (trust?.offices ?? []);
}

/** Every office that may be seen: where this desk stands first, then the own ones, then the others. */
export function officesInOrder(parts: CeremonyParts) {
  const { vault } = parts;
  const here = readStationOffice(vault)?.id;
  const named = new Set(readTrust(vault, parts.controller(), parts.now())?.offices ?? []);
  const may = new Set(ownOffices(parts).map(({ id }) => id));
  const rank = (id: string) => (!may.has(id) ? 3 : id === here ? 0 : named.has(id) ? 1 : 2);
  return readOffices(vault)
    .map(({ id, name }) => ({ id, name, own: may.has(id) }))
    .sort((one, other) => rank(one.id) - rank(other.id) || one.name.localeCompare(other.name));
}

/** An office as it is called; one that is gone by its id. */
export function placeOf({ vault }: Pick<CeremonyParts, 'vault'>, id: string): { id: string; name: string } {
  return { id, name: readOffices(vault).find((office) => office.id === id)?.name ?? id };
}
