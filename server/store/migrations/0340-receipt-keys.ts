import { postgresWords, sqliteWords, type Words } from '../column-words.ts';

/** The keys that signed receipts, each from a place of the audit on, and who vouches for it. The first has place 0. */
function receiptKeys({ text, integer }: Words): string {
  return `
  CREATE TABLE receipt_keys (
    position ${integer} PRIMARY KEY,
    key ${text} NOT NULL,
    former ${text} NOT NULL,
    at ${text} NOT NULL,
    by_former ${text} NOT NULL,
    by_key ${text} NOT NULL
  );
`;
}

export const sqliteReceiptKeys = receiptKeys(sqliteWords);
export const postgresReceiptKeys = receiptKeys(postgresWords);
