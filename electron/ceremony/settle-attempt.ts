import type { Ceremony } from '../../domain/ceremony.ts';
import type { Failure, FailureCode } from '../../domain/failure.ts';
import { appendAudit } from '../vault/audit-log.ts';
import { openCeremony } from '../vault/ceremonies.ts';
import { type Issuance, moveIssuance, quarantinedSlots } from '../vault/issuances.ts';
import { advance } from './advance.ts';
import { commitAct } from './commit-act.ts';
import { keepToken } from './keep-token.ts';
import { type CeremonyParts, newId } from './parts.ts';
import { putRecord } from './put-record.ts';

/** Ends an attempt with its own record; the ceremony goes on at the program step with a fresh issuance. */
export function settleAttempt(
  parts: CeremonyParts,
  issuance: string,
  kind: 'void' | 'quarantined',
  failure: Failure,
): Ceremony {
  const after = advance(
    parts,
    kind === 'void' ? { kind: 'write refused', failure } : { kind: 'write unknown', failure },
    { action: `issuance/${kind}`, subject: issuance, detail: { reason: failure.code } },
    { atAnyCost: true, effect: (before, at) => endAttempt(parts, before, issuance, kind, failure.code, at) },
  );
  parts.recorded();
  return after;
}

/** The attempt's own part, inside the transaction of whatever ended it. */
export function endAttempt(
  parts: CeremonyParts,
  ceremony: Ceremony,
  issuance: string,
  kind: 'void' | 'quarantined',
  reason: string,
  at: string,
): void {
  moveIssuance(parts.vault, issuance, kind, at, reason);
  const { token, plan } = ceremony;
  if (token === undefined || plan === undefined) return;
  // An attempt that wrote nothing leaves the slot as the attempt before it did, and the other slot is as it was.
  const unknown = quarantinedSlots(parts.vault, token.serial).length > 0;
  keepToken(parts, ceremony, unknown ? 'quarantined' : 'in stock', at);
  putRecord(parts, ceremony, newId(parts), { kind, issuance, token, slot: plan.slot, reason }, at);
}

/** Ends an attempt that no step of the ceremony speaks of: an intent whose write never began. */
export function dropIssuance(
  parts: CeremonyParts,
  issuance: Pick<Issuance, 'id' | 'ceremony'>,
  kind: 'void' | 'quarantined',
  reason: FailureCode = 'ceremony/interrupted',
): void {
  const at = parts.now().toISOString();
  commitAct(parts, `issuance/${kind}`, true, () => {
    const ceremony = openCeremony(parts.vault);
    const ours = ceremony?.id === issuance.ceremony ? ceremony : undefined;
    if (ours !== undefined) endAttempt(parts, ours, issuance.id, kind, reason, at);
    else moveIssuance(parts.vault, issuance.id, kind, at, reason);
    appendAudit(parts.vault, {
      at,
      actor: ours?.controller ?? parts.controller(),
      action: `issuance/${kind}`,
      subject: issuance.id,
      detail: { reason },
    });
    parts.crashPoint(`in issuance/${kind}`);
  });
  parts.recorded();
}
