import { begin, type Ceremony } from '../../domain/ceremony.ts';
import { KeydeskError } from '../../domain/failure.ts';
import { appendAudit } from '../vault/audit-log.ts';
import { closeCeremony, openCeremony, saveCeremony } from '../vault/ceremonies.ts';
import { commit } from '../vault/database.ts';
import { readControllers, readStationOffice, readTrust, readTrusted } from '../vault/snapshot.ts';
import { readEnrolment } from '../vault/station.ts';
import { mustBeNameable } from './agreed-form.ts';
import { type CeremonyParts, newId } from './parts.ts';

/** Begins a ceremony, with a controller the server knows. One that is not finished has to be ended first. */
export function beginCeremony(parts: CeremonyParts): Ceremony {
  if (!isController(parts)) throw new KeydeskError('ceremony/check-missing', { field: 'controller' });
  mustBeNameable(parts.controller());
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
export function isController({ vault, controller, now }: CeremonyParts): boolean {
  const server = readEnrolment(vault)?.kind;
  if (server === undefined) return true;
  const name = controller();
  if (server === 'privacyidea') return name.trim() !== '';
  if (readTrusted(vault).length === 0) return readControllers(vault).includes(name);
  const trust = readTrust(vault, name, now());
  if (trust?.permissions.includes('control_trust') !== true) return false;
  const office = readStationOffice(vault)?.id;
  // A loan is for its office alone, and issues at no desk of another.
  return office === undefined || trust.controls.everywhere || trust.controls.offices.includes(office);
}

/** Puts a finished ceremony aside; one that is not finished stays. */
export function putAside(parts: CeremonyParts): void {
  const open = openCeremony(parts.vault);
  if (open === undefined) return;
  if (open.outcome === undefined) throw new KeydeskError('ceremony/not-now', { step: open.step });
  commit(parts.vault, () => closeCeremony(parts.vault, open.id));
  parts.changed(undefined);
}
