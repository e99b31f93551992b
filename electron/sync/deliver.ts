import { asFailure, KeydeskError } from '../../domain/failure.ts';
import { appendAudit } from '../vault/audit-log.ts';
import { commitAtAnyCost } from '../vault/database.ts';
import { closeEntry, nextInOutbox, type OutboxEntry, outboxAt, parkEntry } from '../vault/outbox.ts';
import { distrustSnapshot } from '../vault/snapshot.ts';
import { stateConflict } from '../vault/state-conflict.ts';
import type { KeydeskEnrolment } from '../vault/station.ts';
import { answerFailure, contradictionOf, lastSequenceOf } from './answer-failure.ts';
import { checkReceipt } from './check-receipt.ts';
import type { SyncParts } from './parts.ts';
import type { ServerClient } from './server-client.ts';

/**
 * Sends what waits, oldest first. An entry that the server refuses for good is parked in sight of the controller and the
 * next one is tried: the server keeps its place in the chain. One that is refused without a place in the chain stops the
 * queue, because whatever came after it would be a gap. Where the server lacks what it once had, it is sent again.
 * Sending again after a lost reply is harmless: the record's id makes it the same delivery.
 */
export async function deliverWaiting(
  parts: SyncParts,
  client: ServerClient,
  enrolment: KeydeskEnrolment,
  options: { readonly parkedToo: boolean; readonly changed: () => void },
): Promise<void> {
  for (let after = 0; ; ) {
    const entry = nextInOutbox(parts.vault, after);
    if (entry === undefined) return;
    after = entry.position;
    if (entry.state === 'refused' && !options.parkedToo) continue;
    await deliverWithEarlier(parts, client, enrolment, entry);
    options.changed();
  }
}

async function deliverWithEarlier(
  parts: SyncParts,
  client: ServerClient,
  enrolment: KeydeskEnrolment,
  entry: OutboxEntry,
): Promise<void> {
  const missing = await deliverOne(parts, client, enrolment, entry);
  if (missing === undefined) return;
  const { sequence } = entry.signed.record;
  for (let next = missing; next <= sequence; next += 1) {
    const earlier = next === sequence ? entry : outboxAt(parts.vault, next);
    if (earlier === undefined || (await deliverOne(parts, client, enrolment, earlier)) !== undefined) {
      throw new KeydeskError('sync/blocked', { sequence: next });
    }
  }
}

/** Gives the sequence of the first record that the server lacks, when that is an earlier one. */
async function deliverOne(
  parts: SyncParts,
  client: ServerClient,
  enrolment: KeydeskEnrolment,
  entry: OutboxEntry,
): Promise<number | undefined> {
  const { record } = entry.signed;
  parts.crashPoint('before a record is sent');
  const answer = await client.ask({ method: 'PUT', path: `/stations/self/records/${record.id}`, body: entry.signed });
  parts.crashPoint('after a reply, before its commit');
  const failure = answerFailure(answer);
  if (failure?.code === 'sync/refused' || failure?.code === 'sync/conflict') {
    const last = lastSequenceOf(answer);
    if (last !== undefined && last >= record.sequence) return park(parts, entry, failure, contradictionOf(answer));
    if (last !== undefined && last + 1 < record.sequence) return last + 1;
    if (failure.code === 'sync/conflict') throw failure;
    throw new KeydeskError('sync/blocked', { ...failure.context, sequence: record.sequence }, { cause: failure });
  }
  if (failure !== undefined) throw failure;
  const receipt = checkReceipt(answer.body, record, entry.hash, enrolment);
  const { position, head } = receipt.receipt;
  const action = entry.hadReceipt ? 'record/delivered-again' : 'record/delivered';
  settle(parts, entry, action, { position, head }, (at) => closeEntry(parts.vault, entry.position, receipt, at));
  parts.crashPoint('after a receipt is kept');
  return undefined;
}

function park(
  parts: SyncParts,
  entry: OutboxEntry,
  failure: KeydeskError,
  contradiction: ReturnType<typeof contradictionOf>,
): undefined {
  settle(parts, entry, 'record/refused', { reason: failure.code }, (at) => {
    parkEntry(parts.vault, entry.position, asFailure(failure));
    stateConflict(parts.vault, entry.signed.record, contradiction, String(failure.context.reason ?? ''), at);
    if (entry.signed.record.kind === 'act') distrustSnapshot(parts.vault);
  });
}

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
}
