import { setImmediate } from 'node:timers/promises';
import { plannedAnew } from './planned-anew.ts';
import type { Db } from './schema.ts';

/** What limits on tokens are counted by. */
export interface Holdings {
  /** How many credentials a realm has; counts no further than `most`. */
  readonly countInRealm: (realm: string, most: number) => Promise<number>;
  /** All credentials of a realm, and those of them that somebody has. */
  readonly ofRealm: (realm: string) => Promise<{ readonly all: number; readonly assigned: number }>;
  readonly isInRealm: (serial: string, realm: string) => Promise<boolean>;
  readonly ofPerson: (personId: number) => Promise<readonly HeldCredential[]>;
}

interface HeldCredential {
  readonly serial: string;
  readonly type: string;
  readonly active: 0 | 1;
}

/** As many as are counted in one go: what is read of a file of SQLite holds everybody else up. */
const atOnce = 1000;

export function holdings(db: Db): Holdings {
  const inRealms = () =>
    db
      .selectFrom('credential_realms')
      .innerJoin('credentials', 'credentials.id', 'credential_id')
      .where('ended_at', 'is', null);
  return {
    async countInRealm(realm, most) {
      const some = inRealms().select('credentials.id').where('realm', '=', realm).limit(most).as('some');
      const { count } = await db
        .selectFrom(some)
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return count;
    },
    async ofRealm(realm) {
      const { highest } = await db
        .selectFrom('credentials')
        .select(({ fn }) => fn.max<number | null>('id').as('highest'))
        .executeTakeFirstOrThrow();
      let [all, assigned] = [0, 0];
      for (let from = 0; from <= (highest ?? -1); from += atOnce) {
        const some = await inRealms()
          .modifyFront(plannedAnew)
          .select(({ fn }) => [fn.countAll<number>().as('all'), fn.count<number>('owner_id').as('assigned')])
          .where('realm', '=', realm)
          .where('credential_id', '>=', from)
          .where('credential_id', '<', from + atOnce)
          .executeTakeFirstOrThrow();
        all += some.all;
        assigned += some.assigned;
        await setImmediate();
      }
      return { all, assigned };
    },
    isInRealm: async (serial, realm) =>
      (await inRealms()
        .select('credentials.id')
        .where('serial', '=', serial)
        .where('realm', '=', realm)
        .executeTakeFirst()) !== undefined,
    ofPerson: (personId) =>
      db
        .selectFrom('credentials')
        .select(['serial', 'type', 'active'])
        .where('owner_id', '=', personId)
        .where('ended_at', 'is', null)
        .orderBy('id')
        .execute(),
  };
}
