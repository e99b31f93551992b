import { commit, commitAtAnyCost, flushWiped } from '../vault/database.ts';
import { keepJournal } from '../vault/keep-journal.ts';
import type { CeremonyParts } from './parts.ts';

/**
 * One act of a ceremony as one transaction. What it wiped is gone from the files too before anything answers: every
 * wipe goes through here. And what it recorded is in the journal too.
 */
export function commitAct<T>(
  parts: Pick<CeremonyParts, 'vault' | 'crashPoint'>,
  action: string,
  atAnyCost: boolean,
  work: () => T,
): T {
  parts.crashPoint(`before ${action}`);
  const result = (atAnyCost ? commitAtAnyCost : commit)(parts.vault, work);
  parts.crashPoint(`after ${action}`);
  flushWiped(parts.vault);
  try {
    keepJournal(parts.vault);
  } catch (error) {
    // It is committed, and that is what is answered; the journal catches up at the next act or start.
    console.error('journal:', error);
  }
  return result;
}
