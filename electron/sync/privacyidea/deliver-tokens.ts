import { asFailure, type FailureCode, KeydeskError } from '../../../domain/failure.ts';
import type { ActRecord, IssuedRecord } from '../../../domain/record.ts';
import { appendAudit } from '../../vault/audit-log.ts';
import { commitAtAnyCost, flushWiped } from '../../vault/database.ts';
import { applyReplaced } from '../../vault/end-token.ts';
import { endEntry, nextInOutbox, type OutboxEntry, parkEntry } from '../../vault/outbox.ts';
import { isEndedLater, isIssuedLater } from '../../vault/records.ts';
import { distrustSnapshot } from '../../vault/snapshot.ts';
import { readToken } from '../../vault/tokens.ts';
import type { SyncParts } from '../parts.ts';
import type { Account } from './account.ts';
import { bringToken } from './bring-token.ts';
import { carryAct, type EndingAct, isEnding } from './carry-act.ts';
import { isSamePerson, tokensNamed } from './tokens-there.ts';

/** What waiting does not mend: a person looks at it, and what comes after it goes on. */
const forAPerson: readonly FailureCode[] = [
  'sync/policy',
  'sync/refused',
  'sync/serial-taken',
  'sync/seed-gone',
  'sync/found-otherwise',
  'sync/act-not-allowed',
];

/**
 * Brings the tokens that were issued here to a privacyIDEA server, and what ended them, oldest first. It keeps no records,
 * so those of other kinds stay at this desk; one that it refuses is parked in its own words, and the next one is tried.
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
      // What was over here before the server heard of it never begins there.
      if (await isOverBefore(parts, account, record)) return end(parts, entry, 'kept', { reason: 'ended before' });
      const serial = await bringToken(parts, account, record, entry.mayReplace);
      parts.crashPoint('after a token is there, before its commit');
      return end(parts, entry, 'delivered', { serial });
    }
    if (record.kind === 'act' && isEnding(record.act))
      return await deliverAct(parts, account, entry, record, record.act);
    end(parts, entry, 'kept', {});
  } catch (error) {
    if (!(error instanceof KeydeskError) || !forAPerson.includes(error.code)) throw error;
    settle(parts, entry, 'record/refused', { reason: error.code }, () => {
      parkEntry(parts.vault, entry.position, asFailure(error));
      // The server's word about the token counts again, and is taken over whole.
      if (record.kind === 'act') distrustSnapshot(parts.vault);
    });
  }
}

async function isOverBefore(parts: SyncParts, account: Account, record: IssuedRecord): Promise<boolean> {
  if (!isEndedLater(parts.vault, record.token.serial, record.sequence)) return false;
  // It may be there already, after a reply that was lost: then what ended it follows.
  return (await tokensNamed(account, record.credential.serial)).every((token) => token.record !== record.id);
}

async function deliverAct(
  parts: SyncParts,
  account: Account,
  entry: OutboxEntry,
  record: ActRecord,
  act: EndingAct,
): Promise<void> {
  const { outcome, detail } = await carryAct(parts, account, record, act);
  parts.crashPoint('after an act is carried, before its commit');
  switch (outcome) {
    case 'done':
      return end(parts, entry, 'delivered', detail);
    case 'nothing there':
      return end(parts, entry, 'kept', detail);
    case 'void':
      return end(parts, entry, 'given up', { reason: 'its replacement was given up' });
    case 'waits':
      return;
  }
}

function end(
  parts: SyncParts,
  entry: OutboxEntry,
  state: 'delivered' | 'kept' | 'given up',
  detail: Readonly<Record<string, string>>,
): void {
  const action = state === 'given up' ? 'record/given-up' : `record/${state}`;
  settle(parts, entry, action, { ...detail, to: 'privacyIDEA' }, (at) => {
    endEntry(parts.vault, entry.position, state, at);
    if (state !== 'given up') endReplaced(parts, entry, at);
    // What an act changed here yields to the server's word from now on, all of it.
    if (entry.signed.record.kind === 'act') distrustSnapshot(parts.vault);
  });
}

/** A token that another takes the place of ends at this desk when it has ended there, unless it went on here meanwhile. */
function endReplaced({ vault }: SyncParts, entry: OutboxEntry, at: string): void {
  const { record } = entry.signed;
  if (record.kind !== 'act' || record.act.what !== 'withdrawn') return;
  const { act } = record;
  if (act.replacedBy === undefined || act.inHand || isIssuedLater(vault, act.token, record.sequence)) return;
  const known = readToken(vault, act.token);
  if (known === undefined || (known.holder !== undefined && isSamePerson(known.holder, act.holder))) {
    applyReplaced(vault, act, at);
  }
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
