import { asFailure, type FailureCode, KeydeskError } from '../../../domain/failure.ts';
import { appendAudit } from '../../vault/audit-log.ts';
import { commitAtAnyCost, flushWiped } from '../../vault/database.ts';
import { endEntry, nextInOutbox, type OutboxEntry, parkEntry } from '../../vault/outbox.ts';
import type { SyncParts } from '../parts.ts';
import type { Account } from './account.ts';
import { bringToken } from './bring-token.ts';

/** What waiting does not mend: a person looks at it, and what comes after it goes on. */
const forAPerson: readonly FailureCode[] = ['sync/policy', 'sync/refused', 'sync/serial-taken', 'sync/seed-gone'];

/**
 * Brings the tokens that were issued here to a privacyIDEA server, oldest first. It keeps no records, so
 * those of other kinds stay at this desk; one that it refuses is parked in its own words, and the next one is tried.
 */
export async function deliverTokens(
  parts: SyncParts,
  account: Account,
  options: { readonly parkedToo: boolean; readonly changed: () => void },
): Promise<void> {
  for (let after = 0; ; ) {
    const entry = nextInOutbox(parts.vault, after);
    if (entry === undefined) return;
    after = entry.position;
    if (entry.state === 'refused' && !options.parkedToo) continue;
    await deliverOne(parts, account, entry);
    options.changed();
  }
}

async function deliverOne(parts: SyncParts, account: Account, entry: OutboxEntry): Promise<void> {
  const { record } = entry.signed;
  try {
    if (record.kind === 'issued') {
      const serial = await bringToken(parts, account, record, entry.mayReplace);
      parts.crashPoint('after a token is there, before its commit');
      return end(parts, entry, 'delivered', { serial });
    }
    end(parts, entry, 'kept', {});
  } catch (error) {
    if (!(error instanceof KeydeskError) || !forAPerson.includes(error.code)) throw error;
    settle(parts, entry, 'record/refused', { reason: error.code }, () =>
      parkEntry(parts.vault, entry.position, asFailure(error)),
    );
  }
}

function end(
  parts: SyncParts,
  entry: OutboxEntry,
  state: 'delivered' | 'kept',
  detail: Readonly<Record<string, string>>,
): void {
  settle(parts, entry, `record/${state}`, { ...detail, to: 'privacyIDEA' }, (at) =>
    endEntry(parts.vault, entry.position, state, at),
  );
}

/** What was wiped is gone from the files too before anything else happens. */
function settle(
  parts: SyncParts,
  entry: OutboxEntry,
  action: string,
  detail: Readonly<Record<string, string | number>>,
  effect: (at: string) => void,
): void {
  const at = parts.now().toISOString();
  commitAtAnyCost(parts.vault, () => {
    effect(at);
    appendAudit(parts.vault, { at, actor: 'sync', action, subject: entry.signed.record.id, detail });
  });
  flushWiped(parts.vault);
}
