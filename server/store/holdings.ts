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
    ofRealm: (realm) =>
      inRealms()
        .select(({ fn }) => [fn.countAll<number>().as('all'), fn.count<number>('owner_id').as('assigned')])
        .where('realm', '=', realm)
        .executeTakeFirstOrThrow(),
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
