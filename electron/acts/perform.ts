import type { DeskAct } from '../../domain/act.ts';
import type { Holder } from '../../domain/holder.ts';
import { commitAct } from '../ceremony/commit-act.ts';
import { type CeremonyParts, newId } from '../ceremony/parts.ts';
import { putRecord } from '../ceremony/put-record.ts';
import { appendAudit } from '../vault/audit-log.ts';
import { applyAct } from '../vault/end-token.ts';

/** What an act says, and whom it concerns. */
interface Performed {
  readonly act: DeskAct;
  readonly holder: Holder | undefined;
  /** In the controller's words; may be empty. */
  readonly reason: string;
  /** Who did it, when the session is not open yet. */
  readonly controller?: string;
  /** What else happens in the same transaction, with the record's id. */
  readonly effect?: (at: string, record: string) => void;
}

/** An act after issuance as one transaction: what it changes here, its record, audit and outbox. Answers the record's id. */
export function perform(parts: CeremonyParts, performed: Performed): { readonly record: string } {
  const { act, holder, reason } = performed;
  const at = parts.now().toISOString();
  const record = newId(parts);
  const token = 'token' in act ? { serial: act.token } : undefined;
  const controller = performed.controller ?? parts.controller();
  commitAct(parts, `act/${act.what}`, true, () => {
    performed.effect?.(at, record);
    applyAct(parts.vault, act, at, controller);
    appendAudit(parts.vault, {
      at,
      actor: controller,
      action: `act/${act.what}`,
      subject: token?.serial ?? holder?.username ?? '',
      detail: { record },
    });
    const place = { id: newId(parts), controller, practice: false, holder, token };
    putRecord(parts, place, record, { kind: 'act', act, reason: reason.trim() }, at);
  });
  parts.recorded();
  return { record };
}
