import { KeydeskError } from '../../domain/failure.ts';
import type { Permission } from '../../domain/trust/groups.ts';
import { reachOf } from '../../domain/trust/own-office.ts';
import { isController } from '../ceremony/begin.ts';
import type { CeremonyParts } from '../ceremony/parts.ts';
import { readOffices, readTrust } from '../vault/snapshot.ts';
import { readEnrolment } from '../vault/station.ts';

/** Acts after issuance are told to our own server; nobody else would understand them. */
export function mustControl(parts: CeremonyParts, permission: Permission = 'control_trust'): void {
  const server = readEnrolment(parts.vault)?.kind;
  if (server === undefined) throw new KeydeskError('station/not-enrolled', {});
  if (server !== 'keydesk') throw new KeydeskError('administration/keydesk-only', {});
  const controller = parts.controller();
  const allowed =
    permission === 'control_trust'
      ? isController(parts)
      : (readTrust(parts.vault, controller, parts.now())?.permissions.includes(permission) ?? false);
  if (!allowed) throw new KeydeskError('act/no-right', { controller });
}

/** Ending what a token can do is carried to a privacyIDEA server too; it names nobody, so whoever gave a name at the desk may. */
export function mustEndTokens(parts: CeremonyParts): void {
  if (!isAtPrivacyidea(parts)) mustControl(parts);
  else if (!isController(parts)) throw new KeydeskError('act/no-right', { controller: parts.controller() });
}

export function isAtPrivacyidea({ vault }: Pick<CeremonyParts, 'vault'>): boolean {
  return readEnrolment(vault)?.kind === 'privacyidea';
}

/** The offices in which whoever is at the desk may do what one of these rights allows; by default what shelves are kept by. */
export function ownOffices(
  { vault, controller, now }: CeremonyParts,
  rights: readonly Permission[] = ['control_trust', 'handle_stock'],
) {
  const trust = readTrust(vault, controller(), now());
  const reach = trust && reachOf(trust, rights);
  return readOffices(vault).filter(({ id }) => reach?.everywhere === true || reach?.offices.includes(id) === true);
}

export function mustActIn(parts: CeremonyParts, office: string, rights?: readonly Permission[]): void {
  if (!ownOffices(parts, rights).some(({ id }) => id === office)) throw new KeydeskError('act/no-office', {});
}

/** What is under way in an office that was removed is ended by anybody who has the right, wherever. */
export function mustActInUnlessGone(parts: CeremonyParts, office: string): void {
  if (readOffices(parts.vault).some(({ id }) => id === office)) mustActIn(parts, office);
}
