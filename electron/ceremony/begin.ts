import { begin, type Ceremony } from '../../domain/ceremony.ts';
import { KeydeskError } from '../../domain/failure.ts';
import { appendAudit } from '../vault/audit-log.ts';
import { closeCeremony, openCeremony, saveCeremony } from '../vault/ceremonies.ts';
import { commit } from '../vault/database.ts';
import { readControllers } from '../vault/snapshot.ts';
import { readEnrolment } from '../vault/station.ts';
import { type CeremonyParts, newId } from './parts.ts';

/** Begins a ceremony, with a controller the server knows. One that is not finished has to be ended first. */
export function beginCeremony(parts: CeremonyParts): Ceremony {
  if (!isController(parts)) throw new KeydeskError('ceremony/check-missing', { field: 'controller' });
  const at = parts.now().toISOString();
  const ceremony = begin(newId(parts), at, parts.controller());
  commit(parts.vault, () => {
    const open = openCeremony(parts.vault);
    if (open !== undefined && open.outcome === undefined)
      throw new KeydeskError('ceremony/not-now', { step: open.step });
    if (open !== undefined) closeCeremony(parts.vault, open.id);
    saveCeremony(parts.vault, ceremony, at);
    appendAudit(parts.vault, {
      at,
      actor: parts.controller(),
      action: 'ceremony/begun',
      subject: ceremony.id,
      detail: {},
    });
  });
  parts.crashPoint('after ceremony/begun');
  parts.changed(ceremony);
  return ceremony;
}

/** Whoever our server names; a privacyIDEA server names nobody, so there a name is given at the desk. */
export function isController({ vault, controller }: CeremonyParts): boolean {
  const server = readEnrolment(vault)?.kind;
  if (server === undefined) return true;
  return server === 'privacyidea' ? controller().trim() !== '' : readControllers(vault).includes(controller());
}

/** Puts a finished ceremony aside; one that is not finished stays. */
export function putAside(parts: CeremonyParts): void {
  const open = openCeremony(parts.vault);
  if (open === undefined) return;
  if (open.outcome === undefined) throw new KeydeskError('ceremony/not-now', { step: open.step });
  commit(parts.vault, () => closeCeremony(parts.vault, open.id));
  parts.changed(undefined);
}
