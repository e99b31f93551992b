/** What the QR code on a holder's receipt says: which record it is about, and what that record has to be. */
export interface ReceiptCode {
  /** The record's id, 32 hex digits. */
  readonly record: string;
  /** SHA-256 of `recordText`, 64 hex digits, as in the server's receipt. */
  readonly contentHash: string;
  /** Place in the server's audit, once the server has acknowledged the record. */
  readonly position?: number | undefined;
}

/** In capitals and digits only: such a code needs a third less room than one in small letters. */
export function receiptCode({ record, contentHash, position }: ReceiptCode): string {
  const parts = ['KEYDESK1', record, contentHash, ...(position === undefined ? [] : [position])];
  return parts.join(':').toUpperCase();
}

const form = /^KEYDESK1:([0-9A-F]{32}):([0-9A-F]{64})(?::([1-9]\d{0,14}|0))?$/;

/** What a scanned or typed code says, however it is spelled; nothing when it is none. */
export function readReceiptCode(text: string): ReceiptCode | undefined {
  const [, record, contentHash, position] = form.exec(text.replace(/\s+/g, '').toUpperCase()) ?? [];
  if (record === undefined || contentHash === undefined) return undefined;
  return {
    record: record.toLowerCase(),
    contentHash: contentHash.toLowerCase(),
    ...(position === undefined ? {} : { position: Number(position) }),
  };
}
