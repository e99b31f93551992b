import type { Db } from './schema.ts';

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
  /** The issuance that a record of an issue is about. */
  readonly issuance: string | null;
}

/** A record that is rightly signed but could not be taken: kept for review, never lost. */
interface DisputedRecord extends Omit<StoredRecord, 'receipt' | 'kind' | 'issuance'> {
  readonly failure: 'conflict' | 'refused';
  readonly reason: string;
}

export interface Records {
  readonly find: (id: string) => Promise<StoredRecord | undefined>;
  readonly add: (record: StoredRecord) => Promise<void>;
  /** The station whose issue made the credential of an issuance. */
  readonly stationOfIssuance: (issuance: string) => Promise<string | undefined>;
  readonly findDisputed: (contentHash: string) => Promise<DisputedRecord | undefined>;
  /** Keeps it once: decided anew, it has the newer reason. */
  readonly addDisputed: (record: DisputedRecord) => Promise<void>;
}

export function records(db: Db): Records {
  const byId = db.prepare<[string], StoredRecord>(
    `SELECT id, station, sequence, kind, content_hash AS contentHash, text, signature, receipt,
     received_at AS receivedAt, issuance FROM records WHERE id = ?`,
  );
  const byIssuance = db.prepare<[string], { readonly station: string }>(
    'SELECT station FROM records WHERE issuance = ?',
  );
  const insert = db.prepare(
    `INSERT INTO records (id, station, sequence, kind, content_hash, text, signature, receipt, received_at,
       issuance)
     VALUES (@id, @station, @sequence, @kind, @contentHash, @text, @signature, @receipt, @receivedAt, @issuance)`,
  );
  const disputed = db.prepare<[string], DisputedRecord>(
    `SELECT id, station, sequence, content_hash AS contentHash, failure, reason, text, signature,
     received_at AS receivedAt FROM disputed_records WHERE content_hash = ?`,
  );
  const insertDisputed = db.prepare(
    `INSERT INTO disputed_records
       (content_hash, id, station, sequence, failure, reason, text, signature, received_at)
     VALUES (@contentHash, @id, @station, @sequence, @failure, @reason, @text, @signature, @receivedAt)
     ON CONFLICT (content_hash) DO UPDATE SET failure = excluded.failure, reason = excluded.reason`,
  );
  return {
    find: (id) => byId.get(id),
    add: (record) => void insert.run(record),
    stationOfIssuance: (issuance) => byIssuance.get(issuance)?.station,
    findDisputed: (contentHash) => disputed.get(contentHash),
    addDisputed: (record) => void insertDisputed.run(record),
  };
}
