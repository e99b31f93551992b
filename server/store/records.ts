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
  /** Every one, each station's in its order. */
  readonly each: () => AsyncIterable<Pick<StoredRecord, 'text' | 'signature' | 'receipt'>>;
  /** The station whose issue made the credential of an issuance. */
  readonly stationOfIssuance: (issuance: string) => Promise<string | undefined>;
  /** The signed text of the record that made the credential of an issuance. */
  readonly textOfIssuance: (issuance: string) => Promise<string | undefined>;
  /** The signed text of what was taken in a place of a station's chain. */
  readonly textAt: (station: string, sequence: number) => Promise<string | undefined>;
  /** What could not be taken, whatever became of it. */
  readonly disputed: () => Promise<readonly Pick<DisputedRecord, 'text' | 'signature'>[]>;
  readonly findDisputed: (contentHash: string) => Promise<DisputedRecord | undefined>;
  /** Keeps it once: decided anew, it has the newer reason. */
  readonly addDisputed: (record: DisputedRecord) => Promise<void>;
}

const columns = [
  'id',
  'station',
  'sequence',
  'content_hash as contentHash',
  'text',
  'signature',
  'received_at as receivedAt',
] as const;

const portionSize = 500;

export function records(db: Db): Records {
  return {
    find: (id) =>
      db
        .selectFrom('records')
        .select([...columns, 'kind', 'receipt', 'issuance'])
        .where('id', '=', id)
        .executeTakeFirst(),
    async add({ contentHash, receivedAt, ...same }) {
      await db
        .insertInto('records')
        .values({ ...same, content_hash: contentHash, received_at: receivedAt })
        .execute();
    },
    async *each() {
      for (let [station, sequence] = ['', 0]; ; ) {
        const rows = await db
          .selectFrom('records')
          .select(['station', 'sequence', 'text', 'signature', 'receipt'])
          .where(({ eb, refTuple, tuple }) => eb(refTuple('station', 'sequence'), '>', tuple(station, sequence)))
          .orderBy('station')
          .orderBy('sequence')
          .limit(portionSize)
          .execute();
        yield* rows;
        const last = rows.at(-1);
        if (last === undefined) return;
        ({ station, sequence } = last);
      }
    },
    async stationOfIssuance(issuance) {
      const row = await db.selectFrom('records').select('station').where('issuance', '=', issuance).executeTakeFirst();
      return row?.station;
    },
    async textOfIssuance(issuance) {
      const row = await db.selectFrom('records').select('text').where('issuance', '=', issuance).executeTakeFirst();
      return row?.text;
    },
    async textAt(station, sequence) {
      const row = await db
        .selectFrom('records')
        .select('text')
        .where('station', '=', station)
        .where('sequence', '=', sequence)
        .executeTakeFirst();
      return row?.text;
    },
    disputed: () =>
      db
        .selectFrom('disputed_records')
        .select(['text', 'signature'])
        .where('content_hash', 'not in', (eb) => eb.selectFrom('records').select('content_hash'))
        .orderBy('station')
        .orderBy('sequence')
        .execute(),
    findDisputed: (contentHash) =>
      db
        .selectFrom('disputed_records')
        .select([...columns, 'failure', 'reason'])
        .where('content_hash', '=', contentHash)
        .executeTakeFirst(),
    async addDisputed({ contentHash, receivedAt, ...same }) {
      const { failure, reason } = same;
      await db
        .insertInto('disputed_records')
        .values({ ...same, content_hash: contentHash, received_at: receivedAt })
        .onConflict((conflict) => conflict.column('content_hash').doUpdateSet({ failure, reason }))
        .execute();
    },
  };
}
