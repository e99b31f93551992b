import { receiptKeys } from '../../domain/contract/receipt-keys.ts';
import { areInOrder, keyChangeAction, unvouched } from '../../domain/log/receipt-keys.ts';
import { appendAudit } from '../vault/audit-log.ts';
import { commit } from '../vault/database.ts';
import { type KeydeskEnrolment, saveEnrolment } from '../vault/station.ts';
import { answerFailure } from './answer-failure.ts';
import { verifiesText } from './own-signature.ts';
import type { SyncParts } from './parts.ts';
import type { ServerClient } from './server-client.ts';

/**
 * Something is signed by a key that this station does not know: takes the server's newest as its own when the key that
 * it knows vouches for it, over however many changes. Gives the enrolment as it was when none does.
 */
export async function followKeys(
  parts: SyncParts,
  client: ServerClient,
  enrolment: KeydeskEnrolment,
): Promise<KeydeskEnrolment> {
  const answer = await client.ask({ method: 'GET', path: '/stations/self/receipt-keys' });
  // A server that knows of no such changes answers like one that does not know the station.
  if (answer.status === 404) return enrolment;
  const failure = answerFailure(answer);
  if (failure !== undefined) throw failure;
  const told = receiptKeys.safeParse(answer.body).data;
  if (told === undefined || told.key === enrolment.receiptKey || !areInOrder(verifiesText, told)) return enrolment;
  if (unvouched(verifiesText, told, enrolment.receiptKey) !== undefined) return enrolment;
  const followed = { ...enrolment, receiptKey: told.key, keyChanges: told.changes };
  const at = parts.now().toISOString();
  const detail = { former: enrolment.receiptKey, key: told.key, position: told.changes.at(-1)?.position ?? 0 };
  commit(parts.vault, () => {
    saveEnrolment(parts.vault, followed);
    appendAudit(parts.vault, { at, actor: 'sync', action: keyChangeAction, subject: enrolment.id, detail });
  });
  return followed;
}
