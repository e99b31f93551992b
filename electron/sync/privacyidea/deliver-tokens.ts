import { asFailure, type FailureCode, KeydeskError } from '../../../domain/failure.ts';
import type { TokenState } from '../../../domain/token.ts';
import { appendAudit } from '../../vault/audit-log.ts';
import { commitAtAnyCost, flushWiped } from '../../vault/database.ts';
import { endEntry, nextInOutbox, type OutboxEntry, parkEntry } from '../../vault/outbox.ts';
import { readToken } from '../../vault/tokens.ts';
import type { SyncParts } from '../parts.ts';
import type { Account } from './account.ts';
import { bringToken } from './bring-token.ts';
import { carryAct } from './carry-act.ts';

/** What waiting does not mend: a person looks at it, and what comes after it goes on. */
const forAPerson: readonly FailureCode[] = ['sync/policy', 'sync/refused', 'sync/serial-taken', 'sync/seed-gone'];

/** What a token is when nobody may log in with what was issued on it. */
const over: readonly TokenState[] = ['lost', 'revoked', 'returned', 'scrapped'];

/**
 * Brings the tokens that were issued here to a privacyIDEA server, oldest first, and what was done to them since. It
 * keeps no records, so those of other kinds stay at this desk; one that it refuses is parked in its own words, and the next one is tried.
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
      // A loss beats an issuance that is still under way: what is over here never begins there.
      const { state } = readToken(parts.vault, record.token.serial) ?? {};
      if (state !== undefined && over.includes(state)) return end(parts, entry, 'kept', {});
      const serial = await bringToken(parts, account, record, entry.mayReplace);
      parts.crashPoint('after a token is there, before its commit');
      return end(parts, entry, 'delivered', { serial });
    }
    const carried = record.kind === 'act' && (await carryAct(account, record.act));
    end(parts, entry, carried ? 'delivered' : 'kept', {});
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
