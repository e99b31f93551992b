import type { Reply, Request } from '../../domain/contract/ipc.ts';
import { KeydeskError } from '../../domain/failure.ts';
import type { TokenSerial } from '../../domain/token.ts';
import { choiceFault, meaningOf } from '../../domain/trust/conflicts.ts';
import { mustControl, ownOffices } from '../acts/controller.ts';
import { knownToken } from '../acts/known-token.ts';
import { perform } from '../acts/perform.ts';
import { mustTakeBack } from '../acts/take-back.ts';
import type { CeremonyParts } from '../ceremony/parts.ts';
import { mustBeWithinReach } from '../ceremony/reach.ts';
import { tokensIn } from '../ceremony/token-at-hand.ts';
import { type KnownConflict, noteDecision, readConflict } from '../vault/conflicts.ts';
import { readHolder } from '../vault/holders.ts';

/**
 * What whoever is at the desk decides about a conflict, as a record in this desk's chain. Where another token is to be
 * issued and this one is in the port it is taken back first: a token that was in two hands is nobody's.
 */
export function settleConflict(
  parts: CeremonyParts,
  { record, choice }: Request<'conflicts/settle'>,
): Reply<'conflicts/settle'> {
  const conflict = mustKnow(parts, record);
  mustDecide(parts, conflict, choice);
  const tookBack = choice === 'issue another' && takeBackIfHere(parts, conflict);
  const holder = conflict.holder ? readHolder(parts.vault, conflict.holder.realm, conflict.holder.username) : undefined;
  const act = { what: 'settled', record, choice } as const;
  const effect = (_at: string, id: string) => noteDecision(parts.vault, record, id);
  const told = perform(parts, { act, holder, reason: '', effect });
  return { ...told, tookBack };
}

function mustKnow({ vault }: CeremonyParts, record: string): KnownConflict {
  const conflict = readConflict(vault, record);
  if (conflict === undefined) throw new KeydeskError('conflict/unknown', { record });
  return conflict;
}

function mustDecide(
  parts: CeremonyParts,
  conflict: KnownConflict,
  choice: Request<'conflicts/settle'>['choice'],
): void {
  mustControl(parts);
  const by = parts.controller();
  const fault = conflict.decidedHere === '' ? choiceFault(conflict, choice, 'controller') : 'settled already';
  if (fault === 'administrators only') throw new KeydeskError('conflict/administrators', {});
  if (fault !== undefined) throw new KeydeskError('conflict/settled', {});
  const { holder, kind, controller } = conflict;
  const own = holder !== null && by === `${holder.username}@${holder.realm}`;
  if (own || (kind === 'right ended' && controller === by && meaningOf(choice).does === 'taken')) {
    throw new KeydeskError('act/oneself', {});
  }
  if (meaningOf(choice).does === 'taken') mustReach(parts, conflict);
}

/** Nobody confirms for whom they may not act themself; a loss is told of anybody. */
function mustReach(parts: CeremonyParts, { holder, what, token }: KnownConflict): void {
  if (what === 'reported lost') return;
  const known = holder
    ? readHolder(parts.vault, holder.realm, holder.username)
    : what === 'returned'
      ? knownToken(parts, token as TokenSerial).holder
      : undefined;
  if (known !== undefined) mustBeWithinReach(parts, known);
}

function takeBackIfHere(parts: CeremonyParts, { token }: KnownConflict): boolean {
  const [office] = ownOffices(parts, ['control_trust']);
  const isHere = tokensIn(parts.ports).some((seen) => seen.serial === token && !seen.practice);
  if (!isHere || office === undefined) return false;
  mustTakeBack(parts, token as TokenSerial);
  const act = { what: 'returned', token: token as TokenSerial, office: office.id, proven: true } as const;
  perform(parts, { act, holder: undefined, reason: '' });
  return true;
}
