import type { Ceremony } from '../../domain/ceremony.ts';
import { KeydeskError } from '../../domain/failure.ts';
import { advance, currentCeremony, mustTake } from './advance.ts';
import { mustBeRecordable } from './agreed-form.ts';
import type { CeremonyParts } from './parts.ts';
import { holderWithTokens } from './people.ts';
import { mustBeAnother, mustBeWithinReach } from './reach.ts';

/** The person in front of the desk, as the server knows them. */
export function chooseHolder(parts: CeremonyParts, realm: string, username: string): Ceremony {
  mustTake(currentCeremony(parts), 'holder chosen');
  const holder = holderWithTokens(parts.vault, realm, username);
  if (holder === undefined) throw new KeydeskError('ceremony/person-unknown', { realm, username });
  mustBeAnother(parts, holder);
  mustBeWithinReach(parts, holder);
  mustBeRecordable(holder);
  return advance(
    parts,
    { kind: 'holder chosen', holder },
    { action: 'holder/chosen', detail: { realm, username, tokens: holder.tokens.length } },
  );
}
