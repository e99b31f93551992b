import { KeydeskError } from '../../../domain/failure.ts';
import { appendAudit } from '../../vault/audit-log.ts';
import { commitAtAnyCost, flushWiped } from '../../vault/database.ts';
import { moveIssuance, readIssuance } from '../../vault/issuances.ts';
import { allowReplacing, endEntry, type OutboxEntry, outboxOf } from '../../vault/outbox.ts';
import { distrustSnapshot } from '../../vault/snapshot.ts';
import { readEnrolment } from '../../vault/station.ts';
import { settleToken } from '../../vault/tokens.ts';
import type { SyncParts } from '../parts.ts';

/** Lets a refused token take the place of the one that the server has under its serial, which is revoked then. */
export function allowReplacement(parts: SyncParts, id: string, controller: string): void {
  const entry = refusedEntry(parts, id);
  decide(parts, entry, { actor: controller, action: 'record/may-replace', detail: {} }, () =>
    allowReplacing(parts.vault, entry.position),
  );
}

/** Ends the delivery of a refused record for good: its secrets are gone, and so nobody can use what its slot holds. */
export function giveUp(parts: SyncParts, id: string, controller: string, reason: string): void {
  const entry = refusedEntry(parts, id);
  const { record } = entry.signed;
  decide(parts, entry, { actor: controller, action: 'record/given-up', detail: { reason } }, (at) => {
    endEntry(parts.vault, entry.position, 'given up', at);
    // The server has the token as it has it: that counts again.
    if (record.kind === 'act') distrustSnapshot(parts.vault);
    if (record.kind !== 'issued') return;
    // What the slot holds now may be a later credential, which is not given up.
    if (readIssuance(parts.vault, record.credential.issuance)?.state !== 'issued') return;
    moveIssuance(parts.vault, record.credential.issuance, 'quarantined', at, 'record/given-up');
    settleToken(parts.vault, record.token.serial, 'quarantined', at);
  });
}

function refusedEntry(parts: SyncParts, id: string): OutboxEntry {
  const entry = outboxOf(parts.vault, id);
  const decidable = entry?.state === 'refused' && readEnrolment(parts.vault)?.kind === 'privacyidea';
  if (!decidable) throw new KeydeskError('record/unknown', { record: id, reason: 'not refused' });
  return entry;
}

function decide(
  parts: SyncParts,
  entry: OutboxEntry,
  told: { readonly actor: string; readonly action: string; readonly detail: Readonly<Record<string, string>> },
  effect: (at: string) => void,
): void {
  const at = parts.now().toISOString();
  commitAtAnyCost(parts.vault, () => {
    effect(at);
    appendAudit(parts.vault, { at, ...told, subject: entry.signed.record.id });
  });
  flushWiped(parts.vault);
}
