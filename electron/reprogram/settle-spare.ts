import type { Failure } from '../../domain/failure.ts';
import type { Spare } from '../../domain/stock/reprogram.ts';
import { commitAct } from '../ceremony/commit-act.ts';
import { newId } from '../ceremony/parts.ts';
import { putRecord } from '../ceremony/put-record.ts';
import { appendAudit } from '../vault/audit-log.ts';
import { moveIssuance, quarantinedSlots } from '../vault/issuances.ts';
import type { LaneParts } from './parts.ts';
import { ceremonyOf, keepSpare, stepSpare } from './step-spare.ts';

/** Ends an attempt with its own record: nothing was written, or nobody knows what the slot holds. */
export function settleSpare(
  parts: LaneParts,
  lane: string,
  spare: Spare,
  kind: 'void' | 'quarantined',
  failure: Failure,
): Spare {
  const { id, issuance } = spare;
  const event =
    kind === 'void' ? ({ kind: 'write refused', failure } as const) : ({ kind: 'write unknown', failure } as const);
  const after = stepSpare(
    parts,
    lane,
    id,
    {
      event,
      atAnyCost: true,
      effect: (before, at) => {
        if (issuance === undefined) return;
        moveIssuance(parts.vault, issuance, kind, at, failure.code);
        const unknown = quarantinedSlots(parts.vault, before.token.serial).length > 0;
        // What came to nothing leaves the token where it was.
        keepSpare(parts, before, unknown ? 'quarantined' : before.before, at);
        const body = { kind, issuance, token: before.token, slot: before.plan.slot, reason: failure.code };
        putRecord(parts, ceremonyOf(before), newId(parts), body, at);
      },
    },
    { action: `issuance/${kind}`, subject: issuance ?? id, detail: { reason: failure.code } },
  );
  parts.recorded();
  return after;
}

/** Ends an intent that its token's step never came to name. */
export function dropIntent(parts: LaneParts, issuance: string, { code }: Failure): void {
  const at = parts.now().toISOString();
  commitAct(parts, 'issuance/void', true, () => {
    moveIssuance(parts.vault, issuance, 'void', at, code);
    const detail = { reason: code };
    appendAudit(parts.vault, { at, actor: parts.controller(), action: 'issuance/void', subject: issuance, detail });
  });
}
