import type { ConflictAbout, ConflictChoice, ConflictKind } from '../../domain/trust/conflicts.ts';
import { changed } from './changed.ts';
import type { Db } from './schema.ts';

/** What a record said, in few words; members are missing where nothing was kept. */
export interface RecordSaid {
  /** The record's kind, or the act's. */
  readonly what?: string;
  readonly about?: ConflictAbout;
  readonly controller?: string;
  readonly recordedAt?: string;
  readonly token?: string;
  readonly holder?: { readonly realm: string; readonly username: string };
}

/** A record that contradicted what was known, or was taken with something to say about it; and what was decided. */
export interface StoredConflict {
  readonly record: string;
  /** Of the disputed record; nothing when it was taken all the same. */
  readonly contentHash: string | null;
  readonly station: string;
  /** Whose word was there first; empty when it was no station's. */
  readonly otherStation: string;
  readonly kind: ConflictKind;
  readonly said: RecordSaid;
  readonly facts: Readonly<Record<string, string>>;
  readonly raisedAt: string;
  readonly choice: ConflictChoice | null;
  readonly settledBy: string | null;
  readonly settledAt: string | null;
}

export interface Conflicts {
  readonly find: (record: string) => Promise<StoredConflict | undefined>;
  /** All that waits for a decision, then the latest of what was decided since a moment; newest first. */
  readonly since: (at: string, mostDecided: number) => Promise<readonly StoredConflict[]>;
  /** Those of a kind that wait, of one station. */
  readonly pending: (station: string, kind: ConflictKind) => Promise<readonly StoredConflict[]>;
  /** Said once: one that waits has the newer word, one that was decided stays decided: false, then. */
  readonly raise: (conflict: Omit<StoredConflict, 'choice' | 'settledBy' | 'settledAt'>) => Promise<boolean>;
  /** True for the first who decides. */
  readonly settle: (record: string, choice: ConflictChoice, by: string, at: string) => Promise<boolean>;
}

export function conflicts(db: Db): Conflicts {
  const rows = () => db.selectFrom('conflicts').selectAll();
  return {
    find: async (record) => {
      const row = await rows().where('record', '=', record).executeTakeFirst();
      return row && read(row);
    },
    async since(at, mostDecided) {
      const decided = db
        .selectFrom('conflicts')
        .select('record')
        .where('settled_at', '>=', at)
        .orderBy('settled_at', 'desc')
        .orderBy('record')
        .limit(mostDecided);
      const found = await rows()
        .where(({ eb, or }) => or([eb('settled_at', 'is', null), eb('record', 'in', decided)]))
        .orderBy(({ eb }) => eb('settled_at', 'is not', null))
        .orderBy('raised_at', 'desc')
        .orderBy('record')
        .execute();
      return found.map(read);
    },
    pending: async (station, kind) =>
      (
        await rows()
          .where('station', '=', station)
          .where('kind', '=', kind)
          .where('settled_at', 'is', null)
          .orderBy('raised_at')
          .execute()
      ).map(read),
    async raise({ record, contentHash, station, otherStation, kind, said, facts, raisedAt }) {
      const row = {
        content_hash: contentHash,
        station,
        other_station: otherStation,
        kind,
        about: JSON.stringify(said),
        facts: JSON.stringify(facts),
        raised_at: raisedAt,
      };
      return (
        (await changed(
          db
            .insertInto('conflicts')
            .values({ record, ...row, choice: null, settled_by: null, settled_at: null })
            .onConflict((known) => known.column('record').doUpdateSet(row).where('conflicts.settled_at', 'is', null)),
        )) > 0
      );
    },
    settle: async (record, choice, by, at) =>
      (await changed(
        db
          .updateTable('conflicts')
          .set({ choice, settled_by: by, settled_at: at })
          .where('record', '=', record)
          .where('settled_at', 'is', null),
      )) === 1,
  };
}

interface Row {
  readonly record: string;
  readonly content_hash: string | null;
  readonly station: string;
  readonly other_station: string;
  readonly kind: ConflictKind;
  readonly about: string;
  readonly facts: string;
  readonly raised_at: string;
  readonly choice: ConflictChoice | null;
  readonly settled_by: string | null;
  readonly settled_at: string | null;
}

function read(row: Row): StoredConflict {
  return {
    record: row.record,
    contentHash: row.content_hash,
    station: row.station,
    otherStation: row.other_station,
    kind: row.kind,
    said: JSON.parse(row.about) as RecordSaid,
    facts: JSON.parse(row.facts) as Record<string, string>,
    raisedAt: row.raised_at,
    choice: row.choice,
    settledBy: row.settled_by,
    settledAt: row.settled_at,
  };
}
