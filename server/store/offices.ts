import { changed } from './changed.ts';
import type { Db } from './schema.ts';

interface Office {
  readonly id: string;
  readonly name: string;
}

/** Where somebody controls trust: for good, or lent for some days (ISO dates, both included). */
export interface OfficeController {
  readonly id: number;
  readonly officeId: string;
  readonly personId: number;
  readonly lentBy: number | null;
  readonly firstDay: string | null;
  readonly lastDay: string | null;
}

/** Offices, and who controls trust in each. Whoever did once stays, with the day it ended. */
export interface Offices {
  readonly all: () => Promise<readonly Office[]>;
  readonly find: (id: string) => Promise<Office | undefined>;
  readonly put: (office: Office, at: string) => Promise<void>;
  readonly remove: (id: string) => Promise<boolean>;
  /** Those that have not been ended; whether a loan's days are now is asked of the domain. */
  readonly controllers: () => Promise<readonly OfficeController[]>;
  readonly addController: (controller: Omit<OfficeController, 'id'>) => Promise<number>;
  readonly endController: (id: number, at: string) => Promise<boolean>;
}

export function offices(db: Db): Offices {
  const rows = () => db.selectFrom('offices').select(['id', 'name']);
  return {
    all: () => rows().orderBy('name').execute(),
    find: (id) => rows().where('id', '=', id).executeTakeFirst(),
    async put({ id, name }, at) {
      await db
        .insertInto('offices')
        .values({ id, name, created_at: at })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ name }))
        .execute();
    },
    remove: async (id) => (await changed(db.deleteFrom('offices').where('id', '=', id))) > 0,
    controllers: () =>
      db
        .selectFrom('office_controllers')
        .select([
          'id',
          'office_id as officeId',
          'person_id as personId',
          'lent_by as lentBy',
          'first_day as firstDay',
          'last_day as lastDay',
        ])
        .where('ended_at', 'is', null)
        .orderBy('id')
        .execute(),
    async addController({ officeId, personId, lentBy, firstDay, lastDay }) {
      const { id } = await db
        .insertInto('office_controllers')
        .values({
          office_id: officeId,
          person_id: personId,
          lent_by: lentBy,
          first_day: firstDay,
          last_day: lastDay,
          ended_at: null,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      return id;
    },
    endController: async (id, at) =>
      (await changed(
        db.updateTable('office_controllers').set({ ended_at: at }).where('id', '=', id).where('ended_at', 'is', null),
      )) > 0,
  };
}
