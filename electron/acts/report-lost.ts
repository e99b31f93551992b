import type { Request } from '../../domain/contract/ipc.ts';
import { KeydeskError } from '../../domain/failure.ts';
import type { TokenSerial } from '../../domain/token.ts';
import type { CeremonyParts } from '../ceremony/parts.ts';
import { knownCredentials } from '../vault/known-credentials.ts';
import { isAtPrivacyidea, mustEndTokens } from './controller.ts';
import { knownToken, mustBeFree } from './known-token.ts';
import { perform } from './perform.ts';

/** Refused at this desk from now on, and revoked everywhere once the server hears of it. */
export function reportLost(parts: CeremonyParts, { token, note }: Request<'acts/report-lost'>) {
  mustReport(parts, token as TokenSerial);
  const { serial, holder } = knownToken(parts, token as TokenSerial);
  if (holder === undefined) throw new KeydeskError('act/nobodys', { token });
  const { realm, username, userId } = holder;
  const act = {
    what: 'reported lost',
    holder: { realm, username, userId },
    token: serial,
    note: note.trim(),
    ...knownCredentials(parts.vault, serial),
  } as const;
  return perform(parts, { act, holder, reason: '' });
}

/** One's own token too: that only makes it safer. */
export function mustReport(parts: CeremonyParts, token: TokenSerial): void {
  mustEndTokens(parts);
  const { holder, state } = knownToken(parts, token);
  if (holder === undefined) throw new KeydeskError('act/nobodys', { token });
  if (state === 'lost' && isAtPrivacyidea(parts)) throw new KeydeskError('act/recorded-already', { token });
  mustBeFree(parts, token);
}
