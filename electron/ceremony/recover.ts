import { openCeremony } from '../vault/ceremonies.ts';
import { flushLog } from '../vault/database.ts';
import { type Issuance, openIssuances } from '../vault/issuances.ts';
import { keepJournal } from '../vault/keep-journal.ts';
import { interrupt } from './interrupt.ts';
import type { CeremonyParts } from './parts.ts';
import { dropIssuance, settleAttempt } from './settle-attempt.ts';

/**
 * Settles what the last run left open, once the vault is unlocked. A seed that no token heard of is void; a write that
 * was under way is quarantined, never guessed; a written token goes on to prove itself, a proven one to its holder.
 * Each step is a transaction of its own that leaves less to do, so it may be interrupted as often as it likes. What the
 * last run wiped may still lie in its log: that is flushed whatever there was to settle; and
 * what it recorded may not be in the journal yet.
 */
export function recover(parts: CeremonyParts): void {
  for (const issuance of openIssuances(parts.vault)) settleOne(parts, issuance);
  interrupt(parts, 'restart');
  flushLog(parts.vault);
  keepJournal(parts.vault);
}

function settleOne(parts: CeremonyParts, issuance: Issuance): void {
  const ceremony = openCeremony(parts.vault);
  const present = ceremony?.issuance === issuance.id && ceremony.outcome === undefined;
  if (issuance.state === 'writing' && present) {
    settleAttempt(parts, issuance.id, 'quarantined', { code: 'token/write-unknown', context: {} });
    return;
  }
  if (present) return;
  dropIssuance(parts, issuance, issuance.state === 'prepared' ? 'void' : 'quarantined');
}
