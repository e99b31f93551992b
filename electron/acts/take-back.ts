import type { Request } from '../../domain/contract/ipc.ts';
import { KeydeskError } from '../../domain/failure.ts';
import type { TokenSerial } from '../../domain/token.ts';
import type { CeremonyParts } from '../ceremony/parts.ts';
import { mustBeAnother } from '../ceremony/reach.ts';
import { mustActIn, mustControl, ownOffices } from './controller.ts';
import { knownToken, mustBeFree } from './known-token.ts';
import { perform } from './perform.ts';

/** A token that was away lies here: its serial was read from it, and it is nobody's from now on. */
export function takeBack(parts: CeremonyParts, { token, office }: Request<'acts/take-back'>) {
  mustTakeBack(parts, token as TokenSerial);
  mustActIn(parts, office);
  const { serial, holder } = knownToken(parts, token as TokenSerial);
  return perform(parts, { act: { what: 'returned', token: serial, office, proven: true }, holder, reason: '' });
}

export function mustTakeBack(parts: CeremonyParts, token: TokenSerial): void {
  mustControl(parts);
  const { holder, isHere } = knownToken(parts, token);
  if (holder !== undefined) mustBeAnother(parts, holder);
  if (ownOffices(parts).length === 0) throw new KeydeskError('act/no-office', {});
  if (!isHere) throw new KeydeskError('token/not-here', {});
  mustBeFree(parts, token);
}
