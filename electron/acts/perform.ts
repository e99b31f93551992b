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
  const [record = ''] = performTogether(parts, [performed]);
  return { record };
}

/** Several acts that are all recorded or none: one after the other in the chain, with nothing between them. */
export function performTogether(parts: CeremonyParts, several: readonly Performed[]): readonly string[] {
  const at = parts.now().toISOString();
  const [first] = several;
  if (first === undefined) return [];
  const acts = several.map((performed) => ({ performed, record: newId(parts) }));
  commitAct(parts, `act/${first.act.what}`, true, () => {
    for (const { performed, record } of acts) put(parts, performed, record, at);
  });
  parts.recorded();
  return acts.map(({ record }) => record);
}

function put(parts: CeremonyParts, performed: Performed, record: string, at: string): void {
  const { act, holder, reason } = performed;
  const token = 'token' in act ? { serial: act.token } : undefined;
  const controller = performed.controller ?? parts.controller();
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
}
