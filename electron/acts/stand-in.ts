import type { Request } from '../../domain/contract/ipc.ts';
import { KeydeskError } from '../../domain/failure.ts';
import type { TokenSerial } from '../../domain/token.ts';
import type { CeremonyParts } from '../ceremony/parts.ts';
import { knownCredentials } from '../vault/known-credentials.ts';
import { isAtPrivacyidea, mustEndTokens } from './controller.ts';
import { mustBeFree, withLostOwner } from './known-token.ts';
import { perform } from './perform.ts';

type Wanted = Request<'acts/stand-in'>;

/** What a privacyIDEA server is asked for a token that its holder does not have, once the desk itself has nothing against it. */
export function prepareStandIn(parts: CeremonyParts, wanted: Wanted) {
  if (!isAtPrivacyidea(parts)) throw new KeydeskError('administration/privacyidea-only', {});
  mustEndTokens(parts);
  const { holder } = withLostOwner(parts, wanted.token as TokenSerial);
  if (holder === undefined) throw new KeydeskError('act/nobodys', { token: wanted.token });
  mustBeFree(parts, wanted.token as TokenSerial);
  return { token: wanted.token, holder, controller: parts.controller() };
}

/** The loss with what stands in for the token, in the name of whoever asked, also when the desk was locked meanwhile. */
export function recordStandIn(
  parts: CeremonyParts,
  wanted: Wanted,
  asked: ReturnType<typeof prepareStandIn>,
  standIn: { readonly serial: string; readonly until: string },
): { readonly record: string } {
  const { holder, controller } = asked;
  const { realm, username, userId } = holder;
  const token = wanted.token as TokenSerial;
  const act = {
    what: 'reported lost',
    holder: { realm, username, userId },
    token,
    note: '',
    ...knownCredentials(parts.vault, token),
    standIn: { ...standIn, proof: wanted.proof },
  } as const;
  return perform(parts, { act, holder, reason: '', controller });
}
