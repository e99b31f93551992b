import type { Request } from '../../domain/contract/ipc.ts';
import { KeydeskError } from '../../domain/failure.ts';
import type { TokenSerial } from '../../domain/token.ts';
import { isTypedByToken } from '../ceremony/code-form.ts';
import type { CeremonyParts } from '../ceremony/parts.ts';
import { mustBeAnother, mustBeWithinReach } from '../ceremony/reach.ts';
import { mustActIn, mustControl, ownOffices } from './controller.ts';
import { knownToken, mustBeFree } from './known-token.ts';
import { perform } from './perform.ts';

/** A token that was away lies here: its serial was read from it, and it is nobody's from now on. */
export function takeBack(
  parts: CeremonyParts,
  { token, office }: Pick<Request<'acts/take-back'>, 'token' | 'office'>,
  byCode = false,
) {
  mustTakeBack(parts, token as TokenSerial);
  mustActIn(parts, office, ['control_trust']);
  const { serial, holder } = knownToken(parts, token as TokenSerial);
  const act = { what: 'returned', token: serial, office, proven: true, ...(byCode ? { byCode } : {}) } as const;
  return perform(parts, { act, holder, reason: '' });
}

/** What the server is asked about a touch, once the desk itself has nothing against taking the token back. */
export function prepareTouch(parts: CeremonyParts, { token, office, typed }: Request<'acts/take-back'>) {
  if (typed === undefined) return undefined;
  mustTakeBack(parts, token as TokenSerial);
  mustActIn(parts, office, ['control_trust']);
  if (!isTypedByToken(typed.longestGapMs)) throw new KeydeskError('code/by-hand', {});
  return { controller: parts.controller(), token, code: typed.typed.trim() };
}

export function mustTakeBack(parts: CeremonyParts, token: TokenSerial): void {
  mustControl(parts);
  const { holder, isHere, wasOwner } = knownToken(parts, token);
  if (holder !== undefined) mustBeWithinReach(parts, holder);
  const own = holder ?? wasOwner;
  if (own !== undefined) mustBeAnother(parts, own);
  if (ownOffices(parts, ['control_trust']).length === 0) throw new KeydeskError('act/no-office', {});
  if (!isHere) throw new KeydeskError('token/not-here', {});
  mustBeFree(parts, token);
}
