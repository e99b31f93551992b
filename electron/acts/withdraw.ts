import type { Request } from '../../domain/contract/ipc.ts';
import { KeydeskError } from '../../domain/failure.ts';
import type { TokenSerial } from '../../domain/token.ts';
import type { CeremonyParts } from '../ceremony/parts.ts';
import { mustBeAnother, mustBeWithinReach } from '../ceremony/reach.ts';
import { mustControl } from './controller.ts';
import { knownToken, mustBeFree } from './known-token.ts';
import { perform } from './perform.ts';

/** Takes a token from its holder. `inHand` is what the port says, not what anybody says. */
export function withdraw(parts: CeremonyParts, { token, reason, note }: Request<'acts/withdraw'>) {
  mustWithdraw(parts, token as TokenSerial);
  const { serial, holder, isHere } = knownToken(parts, token as TokenSerial);
  if (holder === undefined) throw new KeydeskError('act/nobodys', { token });
  const { realm, username, userId } = holder;
  const act = {
    what: 'withdrawn',
    holder: { realm, username, userId },
    token: serial,
    reason,
    inHand: isHere,
  } as const;
  return perform(parts, { act, holder, reason: note });
}

export function mustWithdraw(parts: CeremonyParts, token: TokenSerial): void {
  mustControl(parts);
  const { holder } = knownToken(parts, token);
  if (holder === undefined) throw new KeydeskError('act/nobodys', { token });
  mustBeAnother(parts, holder);
  mustBeWithinReach(parts, holder);
  mustBeFree(parts, token);
}
