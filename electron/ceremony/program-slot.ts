import { type Ceremony, type CeremonyToken, type CredentialPlan, tokenAllowed } from '../../domain/ceremony.ts';
import { asFailure, type Failure, KeydeskError } from '../../domain/failure.ts';
import type { TokenSeen } from '../../domain/token.ts';
import { activeIssuance, moveIssuance } from '../vault/issuances.ts';
import { holdReserve } from '../vault/reserve.ts';
import { accessCodeOf } from './access-code.ts';
import { advance, currentCeremony, mustTake } from './advance.ts';
import { drawSeed } from './draw-seed.ts';
import { keepIntent } from './keep-intent.ts';
import { keepToken } from './keep-token.ts';
import type { CeremonyParts } from './parts.ts';
import { dropIssuance, settleAttempt } from './settle-attempt.ts';
import { tokenStanding } from './standing.ts';
import { tokenAtHand } from './token-at-hand.ts';
import { writeSlot } from './write-slot.ts';

/**
 * Puts a fresh seed on the token: drawn, sealed and committed before the first report (S3), marked as being written
 * (S4), written, and proven by the token. What was refused is void; what nobody knows is quarantined.
 */
export async function programSlot(parts: CeremonyParts, typedCode: Uint8Array | undefined): Promise<Ceremony> {
  const accessCode = accessCodeOf(typedCode);
  try {
    const ceremony = currentCeremony(parts);
    mustTake(ceremony, 'write begun');
    const { token, plan } = ceremony;
    if (token === undefined || plan === undefined) throw new KeydeskError('ceremony/not-now', { step: ceremony.step });
    const seen = tokenAtHand(parts.ports, ceremony);
    const { presence } = seen;
    mustStillBeFree(parts, seen);
    holdReserve(parts.vault.directory);
    const seed = drawSeed(plan, parts.random);
    try {
      const issuance = await keepIntent(parts, ceremony, token, plan, seed);
      parts.crashPoint('after issuance/prepared');
      try {
        markWriting(parts, issuance, token, plan);
      } catch (error) {
        dropIssuance(parts, { id: issuance, ceremony: ceremony.id }, 'void', asFailure(error).code);
        throw error;
      }
      const failure = await writeSlot(parts, { presence, token, plan, accessCode }, seed, (fraction) =>
        progress(parts, fraction),
      );
      return settle(parts, issuance, failure);
    } finally {
      seed.wipe();
    }
  } finally {
    accessCode?.wipe();
  }
}

/** What was pulled since the token was taken counts: one that was sent, issued or revoked meanwhile is not written. */
function mustStillBeFree(parts: CeremonyParts, seen: TokenSeen): void {
  const standing = tokenStanding(parts, seen);
  if (standing.kind !== 'issued' && standing.kind !== 'unavailable') return;
  const refused = tokenAllowed(standing, 1, true);
  if (refused !== undefined) throw new KeydeskError(refused.code, refused.context);
}

/** S4: from here on only the token knows. What the slot held before is over, in the same transaction. */
function markWriting(parts: CeremonyParts, issuance: string, token: CeremonyToken, plan: CredentialPlan): void {
  advance(
    parts,
    { kind: 'write begun', issuance },
    { action: 'token/writing', subject: token.serial, detail: { issuance, slot: plan.slot } },
    {
      effect: (before, at) => {
        const former = activeIssuance(parts.vault, token.serial, plan.slot);
        if (former !== undefined) moveIssuance(parts.vault, former.id, 'void', at, 'superseded');
        moveIssuance(parts.vault, issuance, 'writing', at);
        keepToken(parts, before, 'writing', at);
      },
    },
  );
}

function progress(parts: CeremonyParts, fraction: number): void {
  parts.crashPoint('during the write');
  const ceremony = currentCeremony(parts);
  if (ceremony.writing.phase === 'writing') parts.changed({ ...ceremony, writing: { phase: 'writing', fraction } });
}

function settle(parts: CeremonyParts, issuance: string, failure: Failure | undefined): Ceremony {
  if (failure === undefined) {
    return advance(
      parts,
      { kind: 'write proven' },
      { action: 'token/written', subject: issuance },
      {
        atAnyCost: true,
        effect: (before, at) => {
          moveIssuance(parts.vault, issuance, 'programmed', at);
          keepToken(parts, before, 'programmed', at);
        },
      },
    );
  }
  return failure.code === 'token/write-unknown'
    ? settleAttempt(parts, issuance, 'quarantined', failure)
    : settleAttempt(parts, issuance, 'void', failure);
}
