import type { SelectQueryBuilder } from 'kysely';
import type { Db, Schema } from './schema.ts';

type Accounts = Schema & Readonly<Record<'one' | 'account', Schema['people']>>;

/**
 * The ids of one person's accounts: the same user of the same resolver, in every realm they are in now, and the account
 * asked about wherever it is. Tokens are an account's, as in privacyIDEA; what is required, allowed and denied is the
 * person's.
 */
export function accountsOf(db: Db, id: number): SelectQueryBuilder<Accounts, 'one' | 'account', { id: number }> {
  return db
    .selectFrom('people as one')
    .innerJoin('people as account', (join) =>
      join.onRef('account.resolver', '=', 'one.resolver').onRef('account.user_id', '=', 'one.user_id'),
    )
    .select('account.id')
    .where('one.id', '=', id)
    .where(({ or, eb }) => or([eb('account.gone_at', 'is', null), eb('account.id', '=', id)]));
}
