import { mustActIn, mustControl } from '../acts/controller.ts';
import type { CeremonyParts } from '../ceremony/parts.ts';
import { readTrust } from '../vault/snapshot.ts';

/** Spares are written anew by whoever handles stock or controls trust, in an own office. */
export function mustReprogram(parts: CeremonyParts, office: string): void {
  const trust = readTrust(parts.vault, parts.controller());
  mustControl(parts, trust?.permissions.includes('handle_stock') === true ? 'handle_stock' : 'control_trust');
  mustActIn(parts, office);
}
