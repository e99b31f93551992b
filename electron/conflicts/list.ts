import type { Reply } from '../../domain/contract/ipc.ts';
import { choicesTold } from '../../domain/trust/conflicts.ts';
import { ownOffices } from '../acts/controller.ts';
import type { CeremonyParts } from '../ceremony/parts.ts';
import { tokensIn } from '../ceremony/token-at-hand.ts';
import { concerns, type KnownConflict, listConflicts } from '../vault/conflicts.ts';
import { readEnrolment } from '../vault/station.ts';

/** Every conflict this desk knows of with what can be chosen; its own before those of other desks. */
export function conflictsHere(parts: CeremonyParts): Reply<'conflicts/list'> {
  const here = readEnrolment(parts.vault)?.id ?? '';
  const known = listConflicts(parts.vault);
  const own = known.filter((one) => concerns(one, here));
  return [...own, ...known.filter((one) => !own.includes(one))].map((one) => shown(parts, one, here));
}

function shown(parts: CeremonyParts, conflict: KnownConflict, here: string): Reply<'conflicts/list'>[number] {
  const { decidedHere, ...row } = conflict;
  const { station, otherStation, kind, about, choice, token } = conflict;
  const isHere = token !== '' && tokensIn(parts.ports).some((seen) => seen.serial === token && !seen.practice);
  return {
    ...row,
    side: station === here ? 'ours' : otherStation === here ? 'first' : 'elsewhere',
    choices: choicesTold(kind, about),
    isOnItsWay: choice === null && decidedHere !== '',
    takesBack: !isHere ? 'not here' : ownOffices(parts, ['control_trust']).length === 0 ? 'no office' : 'now',
  };
}
