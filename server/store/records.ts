import type { Db } from './database.ts';

/** A record as it came, with the bytes of the receipt that was given for it. */
interface StoredRecord {
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
interface DisputedRecord extends Omit<StoredRecord, 'receipt' | 'kind'> {
  readonly failure: 'conflict' | 'refused';
  readonly reason: string;
}

export interface Records {
  readonly find: (id: string) => StoredRecord | undefined;
  readonly add: (record: StoredRecord) => void;
  readonly findDisputed: (contentHash: string) => DisputedRecord | undefined;
  readonly addDisputed: (record: DisputedRecord) => void;
}

export function records(db: Db): Records {
  const byId = db.prepare<[string], StoredRecord>(
    `SELECT id, station, sequence, kind, content_hash AS contentHash, text, signature, receipt,
     received_at AS receivedAt FROM records WHERE id = ?`,
  );
  const insert = db.prepare(
    `INSERT INTO records (id, station, sequence, kind, content_hash, text, signature, receipt, received_at)
     VALUES (@id, @station, @sequence, @kind, @contentHash, @text, @signature, @receipt, @receivedAt)`,
  );
  const disputed = db.prepare<[string], DisputedRecord>(
    `SELECT id, station, sequence, content_hash AS contentHash, failure, reason, text, signature,
     received_at AS receivedAt FROM disputed_records WHERE content_hash = ?`,
  );
  const insertDisputed = db.prepare(
    `INSERT INTO disputed_records
       (content_hash, id, station, sequence, failure, reason, text, signature, received_at)
     VALUES (@contentHash, @id, @station, @sequence, @failure, @reason, @text, @signature, @receivedAt)`,
  );
  return {
    find: (id) => byId.get(id),
    add: (record) => void insert.run(record),
    findDisputed: (contentHash) => disputed.get(contentHash),
    addDisputed: (record) => void insertDisputed.run(record),
  };
}
