import type { Ceremony } from '../../domain/ceremony.ts';
import { holderName } from '../../domain/holder.ts';
import { credentialSerial, type TokenState } from '../../domain/token.ts';
import { saveToken } from '../vault/tokens.ts';
import type { CeremonyParts } from './parts.ts';

/** Writes down what state the ceremony's token is in; who holds it only once it is issued. */
export function keepToken(
  parts: Pick<CeremonyParts, 'vault'>,
  ceremony: Pick<Ceremony, 'token' | 'plan' | 'practice' | 'holder'>,
  state: TokenState,
  at: string,
): void {
  const { token, plan, holder } = ceremony;
  if (token === undefined || plan === undefined) return;
  saveToken(parts.vault, {
    serial: token.serial,
    model: token.model,
    firmware: token.firmware,
    transport: token.transport,
    practice: ceremony.practice,
    state,
    holder:
      state === 'issued' && holder !== undefined
        ? { realm: holder.realm, username: holder.username, name: holderName(holder) }
        : undefined,
    slot: plan.slot,
    credential: credentialSerial(token.serial, plan.slot, plan.type),
    updatedAt: at,
  });
}
