import { KeydeskError } from '../../domain/failure.ts';
import { mustActIn, mustActInUnlessGone, mustControl } from '../acts/controller.ts';
import type { CeremonyParts } from '../ceremony/parts.ts';
import { openCeremony } from '../vault/ceremonies.ts';
import { readTrust } from '../vault/snapshot.ts';

/** Spares are written anew by whoever handles stock or controls trust, in an own office. */
export function mustReprogram(parts: CeremonyParts, office: string): void {
  mustHandle(parts);
  mustActIn(parts, office);
}

/** A lane is finished also where its office was removed. */
export function mustFinish(parts: CeremonyParts, office: string): void {
  mustHandle(parts);
  mustActInUnlessGone(parts, office);
}

function mustHandle(parts: CeremonyParts): void {
  const trust = readTrust(parts.vault, parts.controller(), parts.now());
  mustControl(parts, trust?.permissions.includes('handle_stock') === true ? 'handle_stock' : 'control_trust');
}

/** A holder at the desk goes first: no token of a ceremony is ever taken for a spare. */
export function mustBeAlone({ vault }: CeremonyParts): void {
  const open = openCeremony(vault);
  if (open === undefined || open.outcome !== undefined) return;
  throw new KeydeskError('reprogram/ceremony', { step: open.step });
}
