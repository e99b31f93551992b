import { keyInForce, type ReceiptKeys } from '../../domain/log/receipt-keys.ts';
import type { KeydeskEnrolment } from './station.ts';

/** The server's keys as this station knows them. */
export function serverKeysOf({ receiptKey, keyChanges }: KeydeskEnrolment): ReceiptKeys {
  return { key: receiptKey, changes: keyChanges };
}

/** The key that the server signed with at a place of its log. */
export function serverKeyAt(enrolment: KeydeskEnrolment, position: number): string {
  return keyInForce(serverKeysOf(enrolment), position);
}
