import { randomInt } from 'node:crypto';
import { changed } from './changed.ts';
import type { Db } from './schema.ts';

/** Challenges that wait for a code: several credentials share one transaction. */
export interface Challenges {
  /** Opens one for each credential; gives the transaction's id, 20 digits as privacyIDEA's. */
  readonly begin: (credentialIds: readonly number[], at: string, endsAt: string) => Promise<string>;
  /** The credentials of a transaction that has not ended. */
  readonly open: (transactionId: string, at: string) => Promise<readonly number[]>;
  /** Whether it was still open: of several right answers one ends it. */
  readonly end: (transactionId: string) => Promise<boolean>;
}

export function challenges(db: Db): Challenges {
  return {
    async begin(credentialIds, at, endsAt) {
      await db.deleteFrom('challenges').where('ends_at', '<=', at).execute();
      const id = tenDigits() + tenDigits();
      if (credentialIds.length > 0) {
        await db
          .insertInto('challenges')
          .values(
            credentialIds.map((credential_id) => ({
              transaction_id: id,
              credential_id,
              begun_at: at,
              ends_at: endsAt,
            })),
          )
          .execute();
      }
      return id;
    },
    async open(transactionId, at) {
      const rows = await db
        .selectFrom('challenges')
        .select('credential_id')
        .where('transaction_id', '=', transactionId)
        .where('ends_at', '>', at)
        .orderBy('credential_id')
        .execute();
      return rows.map(({ credential_id }) => credential_id);
    },
    end: async (transactionId) =>
      (await changed(db.deleteFrom('challenges').where('transaction_id', '=', transactionId))) > 0,
  };
}

function tenDigits(): string {
  return String(randomInt(10_000_000_000)).padStart(10, '0');
}
