import { KeydeskError } from '../../domain/failure.ts';
import { readCheckpoint, readNote } from '../../domain/log/checkpoint.ts';
import { signedCheckpoint } from '../../domain/log/signed-checkpoint.ts';
import { mustControl } from '../acts/controller.ts';
import type { CeremonyParts } from '../ceremony/parts.ts';
import { ownSignatureUnder, verifiesText } from '../sync/own-signature.ts';
import { appendAudit } from '../vault/audit-log.ts';
import { type FoundContradiction, openContradiction, settleContradiction } from '../vault/contradictions.ts';
import { commit } from '../vault/database.ts';
import { forgetInclusions } from '../vault/inclusions.ts';
import { keepCheckpoint } from '../vault/kept-checkpoints.ts';
import { sendAgain } from '../vault/outbox.ts';
import { serverKeyAt } from '../vault/server-key.ts';
import { type KeydeskEnrolment, readEnrolment } from '../vault/station.ts';

/**
 * A person decided what a contradiction was, as that the server came back from a backup: the log goes on from what the
 * server showed, what it may have lost is sent again, and the evidence stays.
 */
export function settle(parts: CeremonyParts, { id, reason }: { readonly id: string; readonly reason: string }): void {
  mustControl(parts);
  const { vault } = parts;
  const found = openContradiction(vault);
  const enrolment = readEnrolment(vault);
  if (found?.id !== id || enrolment?.kind !== 'keydesk') throw new KeydeskError('trail/settled', {});
  const begins = found.record === '' ? beginningOf(parts, enrolment, found) : undefined;
  const at = parts.now().toISOString();
  const by = parts.controller();
  commit(vault, () => {
    settleContradiction(vault, id, { at, by, reason });
    const detail = { what: found.what, reason };
    if (begins === undefined) {
      appendAudit(vault, { at, actor: by, action: 'trail/settled', subject: id, detail });
      return;
    }
    forgetInclusions(vault);
    keepCheckpoint(vault, { ...begins, begins: true }, at);
    // Receipts of another key are of the same log, and would be refused.
    const again = found.what === 'key changed' ? 0 : sendAgain(vault, found.what === 'rolled back' ? begins.size : 0);
    const goesOn = { size: begins.size, again };
    appendAudit(vault, { at, actor: by, action: 'trail/settled', subject: id, detail: { ...detail, ...goesOn } });
  });
}

/** Where the log goes on: at what the server showed, if the key that this station knows signed it. */
function beginningOf(
  parts: CeremonyParts,
  enrolment: KeydeskEnrolment,
  { offered }: FoundContradiction,
): { readonly size: number; readonly note: string } {
  if (offered === '') return { size: 0, note: '' };
  const note = readNote(offered);
  const size = readCheckpoint(note?.text ?? '')?.size ?? 0;
  const key = serverKeyAt(enrolment, size);
  const checkpoint = note === undefined ? undefined : signedCheckpoint(verifiesText, note, key);
  if (note === undefined || checkpoint === undefined) {
    throw new KeydeskError('trail/key-changed', { size });
  }
  return { size: checkpoint.size, note: ownSignatureUnder(parts, enrolment, note) };
}
