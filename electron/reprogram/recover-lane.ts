import type { Failure } from '../../domain/failure.ts';
import { preparedInLanes, readIssuance } from '../vault/issuances.ts';
import { openLane, openSpares } from '../vault/lanes.ts';
import type { LaneParts } from './parts.ts';
import { dropIntent, settleSpare } from './settle-spare.ts';
import { stepSpare } from './step-spare.ts';

const interrupted: Failure = { code: 'ceremony/interrupted', context: {} };
const unknown: Failure = { code: 'token/write-unknown', context: {} };

/**
 * Settles what is under way by the vault and by nobody's hand: after a start, or after an outcome that could not be
 * kept. A seed no token heard of is void, a write under way is quarantined, a written token goes on waiting for its touch
 * while its lane is open. Each is a transaction of its own that leaves less to do.
 */
export function settleLeft(parts: LaneParts, isAtWork: (spare: string) => boolean = () => false): void {
  const lane = openLane(parts.vault);
  for (const { lane: of, spare } of openSpares(parts.vault)) {
    if (isAtWork(spare.id)) continue;
    if (spare.stage === 'prepared') settleSpare(parts, of, spare, 'void', interrupted);
    else if (spare.stage === 'writing') settleSpare(parts, of, spare, 'quarantined', unknown);
    else if (isOvertaken(parts, spare.issuance)) overtake(parts, of, spare.id);
    else if (lane?.id !== of || lane.finishedAt !== undefined)
      settleSpare(parts, of, spare, 'quarantined', interrupted);
  }
  for (const { id, ceremony } of preparedInLanes(parts.vault)) {
    // The intent was kept and the lane had not said so yet: no token heard of it.
    if (!isAtWork(ceremony)) dropIntent(parts, id, interrupted);
  }
}

/** A ceremony wrote the slot after the lane did. */
function isOvertaken({ vault }: LaneParts, issuance: string | undefined): boolean {
  return readIssuance(vault, issuance ?? '')?.state !== 'programmed';
}

function overtake(parts: LaneParts, lane: string, id: string): void {
  const failure = { code: 'reprogram/overtaken', context: {} } as const;
  stepSpare(parts, lane, id, { event: { kind: 'overtaken', failure }, atAnyCost: true }, { action: 'spare/overtaken' });
}
