import type { Request } from '../../domain/contract/ipc.ts';
import { KeydeskError } from '../../domain/failure.ts';
import type { TokenSerial } from '../../domain/token.ts';
import type { CeremonyParts } from '../ceremony/parts.ts';
import { mustBeAnother, mustBeWithinReach } from '../ceremony/reach.ts';
import { knownCredentials } from '../vault/known-credentials.ts';
import { isBeingWithdrawn } from '../vault/records.ts';
import { isAtPrivacyidea, mustEndTokens } from './controller.ts';
import { mustBeFree, withLostOwner } from './known-token.ts';
import { perform } from './perform.ts';

/** Takes a token from its holder. `inHand` is what the port says, not what anybody says. */
export function withdraw(parts: CeremonyParts, { token, reason, note }: Request<'acts/withdraw'>) {
  mustWithdraw(parts, token as TokenSerial);
  const { serial, holder, isHere } = withLostOwner(parts, token as TokenSerial);
  if (holder === undefined) throw new KeydeskError('act/nobodys', { token });
  const { realm, username, userId } = holder;
  const act = {
    what: 'withdrawn',
    holder: { realm, username, userId },
    token: serial,
    reason,
    inHand: isHere,
    ...knownCredentials(parts.vault, serial),
  } as const;
  return perform(parts, { act, holder, reason: note });
}

export function mustWithdraw(parts: CeremonyParts, token: TokenSerial): void {
  mustEndTokens(parts);
  const { holder } = withLostOwner(parts, token);
  if (holder === undefined) throw new KeydeskError('act/nobodys', { token });
  mustBeAnother(parts, holder);
  mustBeWithinReach(parts, holder);
  mustBeFree(parts, token);
  if (isAtPrivacyidea(parts) && isBeingWithdrawn(parts.vault, token, holder)) {
    throw new KeydeskError('act/recorded-already', { token });
  }
}
