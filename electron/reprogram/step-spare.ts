import { KeydeskError } from '../../domain/failure.ts';
import { nextSpare, type Spare, type SpareEvent } from '../../domain/stock/reprogram.ts';
import type { TokenState } from '../../domain/token.ts';
import type { Note } from '../ceremony/advance.ts';
import { commitAct } from '../ceremony/commit-act.ts';
import { keepToken } from '../ceremony/keep-token.ts';
import { appendAudit } from '../vault/audit-log.ts';
import { readSpare, saveSpare } from '../vault/lanes.ts';
import type { LaneParts } from './parts.ts';

interface SpareStep {
  readonly event: SpareEvent;
  /** How it enters the lane, when it was never in it before. */
  readonly first?: Spare;
  /** What else happens in the same transaction, with the token as it was before. */
  readonly effect?: (before: Spare, at: string) => void;
  /** From the moment a token may hold the seed, a full disk must not keep the step from being written. */
  readonly atAnyCost?: boolean;
}

/** One step of one token: the pure machine's answer, its effects and its audit entry are written together or not at all. */
export function stepSpare(parts: LaneParts, lane: string, id: string, step: SpareStep, note: Note): Spare {
  const at = parts.now().toISOString();
  const after = commitAct(parts, note.action, step.atAnyCost === true, () => {
    const before = readSpare(parts.vault, id) ?? step.first;
    const next = before && nextSpare(before, step.event);
    if (before === undefined || next === undefined || next === before) throw new KeydeskError('reprogram/not-now', {});
    step.effect?.(before, at);
    appendAudit(parts.vault, {
      at,
      actor: next.controller,
      action: note.action,
      subject: note.subject ?? id,
      detail: { ...note.detail, lane },
    });
    saveSpare(parts.vault, lane, next, at);
    parts.crashPoint(`in ${note.action}`);
    return next;
  });
  parts.laneChanged();
  return after;
}

/** A token of a lane as its small ceremony: nobody's, and never for practice. */
export function ceremonyOf({ id, controller, token, plan }: Spare) {
  return { id, controller, token, plan, practice: false, holder: undefined } as const;
}

/** Writes down what state a token of a lane is in. */
export function keepSpare(parts: LaneParts, spare: Spare, state: TokenState, at: string): void {
  keepToken(parts, ceremonyOf(spare), state, at);
}
