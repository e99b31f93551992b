import { prepared } from './prepared.ts';
import type { Db } from './schema.ts';

/** The realms a credential is in: where its owner is, where it is in stock. */
export interface CredentialRealms {
  readonly of: (credentialId: number) => Promise<readonly string[]>;
  readonly add: (credentialId: number, realm: string) => Promise<void>;
  /** In these and no others from now on. */
  readonly set: (credentialId: number, realms: readonly string[]) => Promise<void>;
}

export function credentialRealms(db: Db): CredentialRealms {
  // Every check of a credential that is nobody's asks. By `in`: SQLite plans anew each time for one value and an order.
  const ofOne = prepared<{ id: number }, { realm: string }>(db, (given) =>
    db
      .selectFrom('credential_realms')
      .select('realm')
      .where('credential_id', 'in', [given('id')])
      .orderBy('realm'),
  );
  const insert = async (id: number, realms: readonly string[]) => {
    if (realms.length === 0) return;
    await db
      .insertInto('credential_realms')
      .values(realms.map((realm) => ({ credential_id: id, realm })))
      .onConflict((conflict) => conflict.columns(['credential_id', 'realm']).doNothing())
      .execute();
  };
  return {
    of: async (id) => (await ofOne({ id })).rows.map(({ realm }) => realm),
    add: (id, realm) => insert(id, [realm]),
    async set(id, realms) {
      await db.deleteFrom('credential_realms').where('credential_id', '=', id).execute();
      await insert(id, realms);
    },
  };
}
