import { asFailure } from '../../domain/failure.ts';
import { appendAudit } from '../vault/audit-log.ts';
import { commitAtAnyCost } from '../vault/database.ts';
import { closeEntry, nextInOutbox, type OutboxEntry, parkEntry } from '../vault/outbox.ts';
import type { Enrolment } from '../vault/station.ts';
import { answerFailure } from './answer-failure.ts';
import { checkReceipt } from './check-receipt.ts';
import type { SyncParts } from './parts.ts';
import type { ServerClient } from './server-client.ts';

/**
 * Sends what waits, oldest first, and stops at the first entry that cannot go now. An entry that the server refuses is
 * parked in sight of the controller and the next one is tried: the server keeps its place in the chain as disputed.
 * Sending again after a lost reply is harmless: the record's id makes it the same delivery.
 */
export async function deliverWaiting(
  parts: SyncParts,
  client: ServerClient,
  enrolment: Enrolment,
  options: { readonly parkedToo: boolean; readonly changed: () => void },
): Promise<void> {
  for (let after = 0; ; ) {
    const entry = nextInOutbox(parts.vault, after);
    if (entry === undefined) return;
    after = entry.position;
    if (entry.state === 'refused' && !options.parkedToo) continue;
    await deliverOne(parts, client, enrolment, entry);
    options.changed();
  }
}

async function deliverOne(
  parts: SyncParts,
  client: ServerClient,
  enrolment: Enrolment,
  entry: OutboxEntry,
): Promise<void> {
  const { record } = entry.signed;
  parts.crashPoint('before a record is sent');
  const answer = await client.ask({ method: 'PUT', path: `/stations/self/records/${record.id}`, body: entry.signed });
  parts.crashPoint('after a reply, before its commit');
  const failure = answerFailure(answer);
  if (failure?.code === 'sync/refused' || failure?.code === 'sync/conflict') {
    settle(parts, entry, 'record/refused', { reason: failure.code }, () =>
      parkEntry(parts.vault, entry.position, asFailure(failure)),
    );
    return;
  }
  if (failure !== undefined) throw failure;
  const receipt = checkReceipt(answer.body, record, entry.hash, enrolment.receiptKey);
  settle(parts, entry, 'record/delivered', { position: receipt.receipt.position, head: receipt.receipt.head }, (at) =>
    closeEntry(parts.vault, entry.position, receipt, at),
  );
  parts.crashPoint('after a receipt is kept');
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
