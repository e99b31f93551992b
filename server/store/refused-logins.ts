import { sql } from 'kysely';
import type { Db } from './schema.ts';

/** Refused log-ins as the audit has them: they outlive a restart. */
export interface RefusedLogins {
  /** When the `most`-th newest since a moment was, by names that are one's and by address; `undefined` when there were fewer. */
  readonly ofName: (names: readonly string[], since: string, most: number) => Promise<string | undefined>;
  readonly fromAddress: (address: string, since: string, most: number) => Promise<string | undefined>;
}

export function refusedLogins(db: Db, action: 'admin/refused' | 'gate/refused'): RefusedLogins {
  const newest = (column: 'subject' | 'actor') => async (about: readonly string[], since: string, most: number) => {
    const row = await db
      .selectFrom('audit')
      .select('at')
      .where('action', '=', sql.lit(action))
      .where(column, 'in', about)
      .where('at', '>', since)
      .orderBy('at', 'desc')
      .limit(1)
      .offset(most - 1)
      .executeTakeFirst();
    return row?.at;
  };
  const fromAddress = newest('actor');
  return { ofName: newest('subject'), fromAddress: (address, since, most) => fromAddress([address], since, most) };
}
