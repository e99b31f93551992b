import type { Selectable } from 'kysely';
import { changed } from './changed.ts';
import { accountsOf } from './same-person.ts';
import type { Db, Schema } from './schema.ts';

/** A code for once, as it is kept: by its hash. */
interface TemporaryCode {
  readonly personId: number;
  readonly hash: string;
  readonly begunAt: string;
  readonly controller: string;
  readonly station: string;
  readonly proof: string;
}

/** At most one for each person, through whichever realm they are named. */
export interface TemporaryCodes {
  /** Takes the place of any the person has. */
  readonly put: (code: TemporaryCode) => Promise<void>;
  /** Those begun since a moment. */
  readonly since: (at: string) => Promise<readonly TemporaryCode[]>;
  readonly find: (personId: number) => Promise<TemporaryCode | undefined>;
  /** Ends it when it is the one with this hash, and says whether it was there to end. */
  readonly use: (personId: number, hash: string) => Promise<boolean>;
  readonly end: (personId: number) => Promise<boolean>;
}

export function temporaryCodes(db: Db): TemporaryCodes {
  const read = ({ person_id, hash, begun_at, controller, station, proof }: Selectable<Schema['temporary_codes']>) => ({
    personId: person_id,
    hash,
    begunAt: begun_at,
    controller,
    station,
    proof,
  });
  const ofPerson = (id: number) => db.deleteFrom('temporary_codes').where('person_id', 'in', accountsOf(db, id));
  return {
    async put({ personId, hash, begunAt, controller, station, proof }) {
      const row = { hash, begun_at: begunAt, controller, station, proof, tries: 0 };
      await ofPerson(personId).execute();
      await db
        .insertInto('temporary_codes')
        .values({ person_id: personId, ...row })
        .onConflict((conflict) => conflict.column('person_id').doUpdateSet(row))
        .execute();
    },
    async find(personId) {
      const row = await db
        .selectFrom('temporary_codes')
        .selectAll()
        .where('person_id', 'in', accountsOf(db, personId))
        .executeTakeFirst();
      return row && read(row);
    },
    since: async (at) =>
      (await db.selectFrom('temporary_codes').selectAll().where('begun_at', '>', at).orderBy('begun_at').execute()).map(
        read,
      ),
    use: async (personId, hash) => (await changed(ofPerson(personId).where('hash', '=', hash))) > 0,
    end: async (personId) => (await changed(ofPerson(personId))) > 0,
  };
}
