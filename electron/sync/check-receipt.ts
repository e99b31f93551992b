import { signedReceipt } from '../../domain/contract/station.ts';
import { KeydeskError } from '../../domain/failure.ts';
import type { IssuanceRecord, SignedReceipt } from '../../domain/record.ts';
import { receiptText } from '../../domain/record-text.ts';
import { serverKeyAt } from '../vault/server-key.ts';
import type { KeydeskEnrolment } from '../vault/station.ts';
import { verifiesText } from './own-signature.ts';

/** The server's receipt for exactly this record, signed by the key that was in force then. Throws sync/receipt. */
export function checkReceipt(
  body: unknown,
  record: IssuanceRecord,
  hash: string,
  enrolment: KeydeskEnrolment,
): SignedReceipt {
  const parsed = signedReceipt.safeParse(body);
  if (!parsed.success) throw new KeydeskError('sync/not-keydesk', { reason: 'receipt' }, { cause: parsed.error });
  const { receipt, signature } = parsed.data;
  const same =
    receipt.record === record.id &&
    receipt.contentHash === hash &&
    receipt.station === record.station &&
    receipt.sequence === record.sequence;
  if (!same || !verifiesText(serverKeyAt(enrolment, receipt.position), receiptText(receipt), signature)) {
    throw new KeydeskError('sync/receipt', { record: record.id });
  }
  return parsed.data;
}
