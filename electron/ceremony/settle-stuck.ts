import { openCeremony } from '../vault/ceremonies.ts';
import type { CeremonyParts } from './parts.ts';
import { settleAttempt } from './settle-attempt.ts';

/**
 * Quarantines an attempt that still says it is being written although nothing is under way: what came of its write could
 * not be kept, so nobody knows what the slot holds. For between acts only, never during one.
 */
export function settleStuck(parts: CeremonyParts): void {
  const ceremony = openCeremony(parts.vault);
  if (ceremony?.writing.phase !== 'writing' || ceremony.issuance === undefined || ceremony.outcome !== undefined)
    return;
  settleAttempt(parts, ceremony.issuance, 'quarantined', { code: 'token/write-unknown', context: {} });
}
