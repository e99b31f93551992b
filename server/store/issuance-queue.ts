import { changed } from './changed.ts';
import { accountsOf } from './same-person.ts';
import type { Db } from './schema.ts';

interface Queued {
  readonly personId: number;
  readonly realm: string;
  readonly username: string;
  readonly givenName: string;
  readonly surname: string;
  readonly office: string;
  readonly queuedBy: string;
  readonly queuedAt: string;
}

/** Who is to get a token, first come first served; whoever left the organisation is passed over. */
export interface IssuanceQueue {
  readonly all: () => Promise<readonly Queued[]>;
  /**
   * At the end of the queue; whoever is in it already, through whichever realm, goes there too. Gives how many were not in
   * it before.
   */
  readonly put: (people: readonly number[], by: string, at: string) => Promise<number>;
  readonly remove: (personId: number) => Promise<boolean>;
  /** By whom and since when somebody is in it, through whichever realm. */
  readonly placeOf: (personId: number) => Promise<Pick<Queued, 'queuedBy' | 'queuedAt'> | undefined>;
}

const together = 500;

export function issuanceQueue(db: Db): IssuanceQueue {
  return {
    all: () =>
      db
        .selectFrom('issuance_queue')
        .innerJoin('people', 'people.id', 'person_id')
        .select([
          'person_id as personId',
          'realm',
          'username',
          'given_name as givenName',
          'surname',
          'office',
          'queued_by as queuedBy',
          'queued_at as queuedAt',
        ])
        .where('gone_at', 'is', null)
        .orderBy('place')
        .execute(),
    async put(people, by, at) {
      const known = await db
        .selectFrom('issuance_queue')
        .innerJoin('people as queued', 'queued.id', 'person_id')
        .innerJoin('people as account', (join) =>
          join.onRef('account.resolver', '=', 'queued.resolver').onRef('account.user_id', '=', 'queued.user_id'),
        )
        .select(['person_id', 'place', 'account.id as account'])
        .execute();
      const there = new Map(known.map(({ account, person_id }) => [account, person_id]));
      const last = known.reduce((most, { place }) => Math.max(most, place), 0);
      const rows = people.map((id, index) => ({
        person_id: there.get(id) ?? id,
        place: last + 1 + index,
        queued_by: by,
        queued_at: at,
      }));
      for (let from = 0; from < rows.length; from += together) {
        await db
          .insertInto('issuance_queue')
          .values(rows.slice(from, from + together))
          .onConflict((conflict) =>
            conflict.column('person_id').doUpdateSet(({ ref }) => ({ place: ref('excluded.place') })),
          )
          .execute();
      }
      return people.filter((id) => !there.has(id)).length;
    },
    placeOf: (personId) =>
      db
        .selectFrom('issuance_queue')
        .select(['queued_by as queuedBy', 'queued_at as queuedAt'])
        .where('person_id', 'in', accountsOf(db, personId))
        .executeTakeFirst(),
    remove: async (personId) =>
      (await changed(db.deleteFrom('issuance_queue').where('person_id', 'in', accountsOf(db, personId)))) > 0,
  };
}
