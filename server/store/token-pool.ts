import { type Credential, credentialColumns } from './credentials.ts';
import { pendingStates } from './pending-state.ts';
import type { Db } from './schema.ts';

/** The unassigned credentials of a realm that could be used at once, and who searched them in vain. */
export interface TokenPool {
  readonly portion: (realm: string, at: string, after: number, limit: number) => Promise<readonly Credential[]>;
  /** Counts an attempt unless there were too many since then. It counts until it is forgotten. */
  readonly attempt: (personId: number, client: string, at: string, since: string) => Promise<boolean>;
  readonly forget: (personId: number) => Promise<void>;
}

/** Each attempt tries a code on every token of the pool, so there are few: for a person, and from one address. */
const mostOfPerson = 10;
const mostOfClient = 50;

export function tokenPool(db: Db): TokenPool {
  async function missesSince(column: 'person_id' | 'client', about: number | string, since: string): Promise<number> {
    const { count } = await db
      .selectFrom('pool_misses')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where(column, '=', about)
      .where('at', '>', since)
      .executeTakeFirstOrThrow();
    return count;
  }
  return {
    portion: (realm, at, after, limit) =>
      db
        .selectFrom('credential_realms')
        .innerJoin('credentials', 'credentials.id', 'credential_id')
        .select(credentialColumns)
        .where('realm', '=', realm)
        .where('ended_at', 'is', null)
        .where('owner_id', 'is', null)
        .where('active', '=', 1)
        .where('revoked', '=', 0)
        .where('locked', '=', 0)
        .whereRef('failcount', '<', 'maxfail')
        .where(({ or, eb }) => or([eb('valid_from', 'is', null), eb('valid_from', '<=', at)]))
        .where(({ or, eb }) => or([eb('valid_until', 'is', null), eb('valid_until', '>=', at)]))
        .where('rollout_state', 'not in', [...pendingStates])
        .where('type', 'in', ['hotp', 'totp', 'yubikey'])
        .where('credentials.id', '>', after)
        .orderBy('credentials.id')
        .limit(limit)
        .execute(),
    async attempt(personId, client, at, since) {
      await db.deleteFrom('pool_misses').where('at', '<=', since).execute();
      if ((await missesSince('person_id', personId, since)) >= mostOfPerson) return false;
      if ((await missesSince('client', client, since)) >= mostOfClient) return false;
      await db.insertInto('pool_misses').values({ at, person_id: personId, client }).execute();
      return true;
    },
    async forget(personId) {
      await db.deleteFrom('pool_misses').where('person_id', '=', personId).execute();
    },
  };
}
