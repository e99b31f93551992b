import type { AuditEntry } from '../../domain/audit.ts';
import { type Ceremony, type CeremonyEvent, next, takes } from '../../domain/ceremony.ts';
import { KeydeskError } from '../../domain/failure.ts';
import { appendAudit } from '../vault/audit-log.ts';
import { openCeremony, saveCeremony } from '../vault/ceremonies.ts';
import { commitAct } from './commit-act.ts';
import type { CeremonyParts } from './parts.ts';

/** What the audit says of a transition. */
export interface Note {
  readonly action: string;
  readonly subject?: string;
  readonly detail?: AuditEntry['detail'];
}

export interface Advance {
  /** What else happens in the same transaction, with the ceremony before the event. */
  readonly effect?: (before: Ceremony, at: string) => void;
  /** From the moment a token may hold the seed, a full disk must not keep the transition from being written. */
  readonly atAnyCost?: boolean;
}

/** The ceremony on the desk, or `ceremony/not-now` when there is none. */
export function currentCeremony(parts: Pick<CeremonyParts, 'vault'>): Ceremony {
  const ceremony = openCeremony(parts.vault);
  if (ceremony === undefined) throw new KeydeskError('ceremony/not-now', { step: 'none' });
  return ceremony;
}

/** Refuses what the step does not take, before anything is asked of a token or a key. */
export function mustTake(ceremony: Ceremony, kind: CeremonyEvent['kind']): void {
  if (takes(ceremony, kind)) return;
  throw new KeydeskError(ceremony.confirmAgain ? 'ceremony/interrupted' : 'ceremony/not-now', { step: ceremony.step });
}

/**
 * One transition: the pure machine's answer, its effects and its audit entry are written together or not at all,
 * and only then the window is told.
 */
export function advance(parts: CeremonyParts, event: CeremonyEvent, note: Note, options: Advance = {}): Ceremony {
  const at = parts.now().toISOString();
  const work = () => {
    const before = currentCeremony(parts);
    mustTake(before, event.kind);
    const after = next(before, event);
    if (after === before) throw new KeydeskError('ceremony/not-now', { step: before.step });
    options.effect?.(before, at);
    appendAudit(parts.vault, {
      at,
      actor: before.controller,
      action: note.action,
      subject: note.subject ?? before.id,
      detail: { ...note.detail, ...(before.practice || after.practice ? { practice: true } : {}) },
    });
    saveCeremony(parts.vault, after, at);
    parts.crashPoint(`in ${note.action}`);
    return after;
  };
  const after = commitAct(parts, note.action, options.atAnyCost === true, work);
  parts.changed(after);
  return after;
}
