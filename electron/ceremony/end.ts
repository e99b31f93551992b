import type { Ceremony, Outcome } from '../../domain/ceremony.ts';
import type { RefusalReason, StopReason } from '../../domain/checks.ts';
import type { EndedRecord } from '../../domain/record.ts';
import { readIssuance } from '../vault/issuances.ts';
import { advance } from './advance.ts';
import { type CeremonyParts, newId } from './parts.ts';
import { putRecord, type Told } from './put-record.ts';
import { endAttempt } from './settle-attempt.ts';

/** The person does not get a token: a record says why, also when a token had been written for them. */
export function refuse(parts: CeremonyParts, reason: RefusalReason, note: string): Ceremony {
  return endWithout(parts, { kind: 'refused', reason, note: note.trim(), record: newId(parts) });
}

/** The ceremony cannot go on: a record says why, and a written token is quarantined. */
export function stop(parts: CeremonyParts, reason: StopReason, note: string): Ceremony {
  return endWithout(parts, { kind: 'stopped', reason, note: note.trim(), record: newId(parts) });
}

function endWithout(parts: CeremonyParts, outcome: Exclude<Outcome, { kind: 'issued' }>): Ceremony {
  const after = advance(
    parts,
    { kind: 'ended', outcome },
    { action: `ceremony/${outcome.kind}`, detail: { reason: outcome.reason, record: outcome.record } },
    {
      atAnyCost: true,
      effect: (before, at) => {
        const issuance = readIssuance(parts.vault, before.issuance ?? '');
        if (issuance !== undefined)
          endAttempt(parts, before, issuance.id, 'quarantined', `ceremony/${outcome.kind}`, at);
        // Whoever takes over a desk ends what another left open, in their own name.
        const controller = parts.controller() || before.controller;
        putRecord(parts, { ...before, controller }, outcome.record, endedBody(before, outcome), at);
      },
    },
  );
  parts.recorded();
  return after;
}

function endedBody(
  { holder, checks }: Ceremony,
  { kind, reason, note }: Exclude<Outcome, { kind: 'issued' }>,
): Omit<EndedRecord, Told> {
  return {
    kind,
    reason,
    note,
    ...(holder === undefined
      ? {}
      : { holder: { realm: holder.realm, username: holder.username, userId: holder.userId } }),
    ...(checks === undefined ? {} : { checks }),
  };
}
