import { type Ceremony, tokenAllowed } from '../../domain/ceremony.ts';
import type { Request } from '../../domain/contract/ipc.ts';
import { KeydeskError } from '../../domain/failure.ts';
import { readEnrolment } from '../vault/station.ts';
import { advance, currentCeremony, mustTake } from './advance.ts';
import type { CeremonyParts } from './parts.ts';
import { holderWithTokens } from './people.ts';
import { tokenStanding } from './standing.ts';
import { tokensIn } from './token-at-hand.ts';
import { overLimit } from './token-limits.ts';

/** Takes the plugged-in token for the person, when its standing allows it. */
export function takeToken(parts: CeremonyParts, wish: Request<'ceremony/take-token'>): Ceremony {
  const ceremony = currentCeremony(parts);
  mustTake(ceremony, 'token accepted');
  const seen = tokensIn(parts.ports).find((token) => token.presence === wish.presence);
  if (seen === undefined) throw new KeydeskError('token/not-here', {});
  const standing = tokenStanding(parts, seen);
  const { serial } = seen;
  const overwrite = serial !== undefined && wish.overwrite === serial.slice(-4);
  const refused = tokenAllowed(standing, wish.slot, overwrite);
  if (refused !== undefined) throw new KeydeskError(refused.code, refused.context);
  if (serial === undefined) throw new KeydeskError('token/no-serial', {});
  if (!seen.practice) requirePerson(parts, ceremony, { ...wish, serial });
  return advance(
    parts,
    {
      kind: 'token accepted',
      token: { serial, model: seen.model, firmware: seen.firmware, transport: seen.transport },
      practice: seen.practice,
      plan: { type: wish.type, digits: wish.type === 'hotp' ? wish.digits : 6, counter: 0, slot: wish.slot },
    },
    {
      action: 'token/taken',
      subject: serial,
      detail: { slot: wish.slot, type: wish.type, standing: standing.kind, overwrite },
    },
  );
}

/** A real token needs a server behind the desk, and a person that server knows and allows a further token. */
function requirePerson(parts: CeremonyParts, ceremony: Ceremony, token: Parameters<typeof overLimit>[2]): void {
  if (readEnrolment(parts.vault) === undefined) throw new KeydeskError('station/not-enrolled', {});
  const { realm = '', username = '' } = ceremony.holder ?? {};
  const holder = holderWithTokens(parts.vault, realm, username);
  if (holder === undefined) throw new KeydeskError('ceremony/person-unknown', { realm, username });
  const limit = overLimit(parts.vault, holder, token, parts.now(), ceremony.replaces?.token);
  if (limit !== undefined) throw new KeydeskError(limit.code, limit.context);
}
