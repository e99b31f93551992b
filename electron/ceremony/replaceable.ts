import type { Replacement } from '../../domain/ceremony.ts';
import type { Reply } from '../../domain/contract/ipc.ts';
import { KeydeskError } from '../../domain/failure.ts';
import type { Holder } from '../../domain/holder.ts';
import type { TokenSerial } from '../../domain/token.ts';
import { readHolder } from '../vault/holders.ts';
import { heldBy } from '../vault/server-tokens.ts';
import { readEnrolment } from '../vault/station.ts';
import { stockOf } from '../vault/stock.ts';
import { readToken } from '../vault/tokens.ts';
import { currentCeremony } from './advance.ts';
import type { CeremonyParts } from './parts.ts';
import { withTokens } from './people.ts';
import { isWithinReach } from './reach.ts';
import { tokensIn } from './token-at-hand.ts';

/** The tokens of a person that a new one can take the place of: those they have, and those that were lost. */
export function replaceable(
  parts: CeremonyParts,
  { realm, username }: Pick<Holder, 'realm' | 'username'>,
): Reply<'replace/candidates'> {
  const { vault, ports } = parts;
  const holder = readEnrolment(vault) === undefined ? undefined : readHolder(vault, realm, username);
  if (holder === undefined || !isWithinReach(parts, holder)) return [];
  const held = withTokens(vault, holder).tokens.flatMap(({ token }) => (token ? [token] : []));
  const wasLost = (token: string) => readToken(vault, token as TokenSerial)?.state === 'lost';
  // A privacyIDEA server only disables what is lost, and revokes what was written anew for somebody else.
  const atPrivacyidea = readEnrolment(vault)?.kind === 'privacyidea';
  const ended = heldBy(vault, realm, username).flatMap(({ token, revoked }) =>
    token !== '' && revoked && (!atPrivacyidea || wasLost(token)) ? [token] : [],
  );
  const here = tokensIn(ports).filter(({ practice }) => !practice);
  return [...new Set([...held, ...ended])].map((token) => ({
    token,
    model: readToken(vault, token as TokenSerial)?.model ?? stockOf(vault, token as TokenSerial)?.model ?? '',
    isLost: !held.includes(token) || (atPrivacyidea && wasLost(token)),
    isHere: here.some(({ serial }) => serial === token),
  }));
}

/** What was chosen, once it is so: the token is the person's, and one that is said to be here was read here. */
export function replacementOf(parts: CeremonyParts, chosen: Replacement | undefined): Replacement | undefined {
  const { holder } = currentCeremony(parts);
  if (chosen === undefined || holder === undefined) return undefined;
  const known = replaceable(parts, holder).find(({ token }) => token === chosen.token);
  if (known === undefined) throw new KeydeskError('act/nobodys', { token: chosen.token });
  if (chosen.where === 'here' && !known.isHere) throw new KeydeskError('token/not-here', {});
  return chosen;
}
