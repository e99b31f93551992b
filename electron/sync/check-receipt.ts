import { createPublicKey, verify } from 'node:crypto';
import { signedReceipt } from '../../domain/contract/station.ts';
import { KeydeskError } from '../../domain/failure.ts';
import type { IssuanceRecord, SignedReceipt } from '../../domain/record.ts';
import { receiptText } from '../../domain/record-text.ts';

/** The server's receipt for exactly this record, signed by the key it showed at enrolment. Throws sync/receipt. */
export function checkReceipt(body: unknown, record: IssuanceRecord, hash: string, receiptKey: string): SignedReceipt {
  const parsed = signedReceipt.safeParse(body);
  if (!parsed.success) throw new KeydeskError('sync/not-keydesk', { reason: 'receipt' }, { cause: parsed.error });
  const { receipt, signature } = parsed.data;
  const same =
    receipt.record === record.id &&
    receipt.contentHash === hash &&
    receipt.station === record.station &&
    receipt.sequence === record.sequence;
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: receiptKey }, format: 'jwk' });
  const text = Buffer.from(receiptText(receipt), 'utf8');
  if (!same || !verify(null, text, key, Buffer.from(signature, 'base64url'))) {
    throw new KeydeskError('sync/receipt', { record: record.id });
  }
  return parsed.data;
}
