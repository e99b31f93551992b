import type { Db } from './database.ts';
/** A record as it came, with the bytes of the receipt that was given for it. */
export interface StoredRecord {
  readonly id: string;
  readonly station: string;
  readonly sequence: number;
  readonly kind: string;
  readonly contentHash: string;
  readonly text: string;
  readonly signature: string;
  readonly receipt: string;
  readonly receivedAt: string;
}
/** A record that is rightly signed but could not be taken: kept for review, never lost. */
export interface DisputedRecord extends Omit<StoredRecord, 'receipt' | 'kind'> {
  readonly failure: 'conflict' | 'refused';
  readonly reason: string;
}
export interface Records {
  readonly find: (id: string) => StoredRecord | undefined;
  readonly add: (record: StoredRecord) => void;
  readonly findDisputed: (contentHash: string) => DisputedRecord | undefined;
  readonly addDisputed: (record: DisputedRecord) => void;
}
export declare function records(db: Db): Records;
