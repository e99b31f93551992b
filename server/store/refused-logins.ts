import { type SqlBool, sql } from 'kysely';
import type { Db } from './schema.ts';

/** Refused log-ins as the audit has them: they outlive a restart. */
export interface RefusedLogins {
  /** When the `most`-th newest since a moment was, by names that are one's and by address; `undefined` when there were fewer. */
  readonly ofName: (names: readonly string[], since: string, most: number) => Promise<string | undefined>;
  readonly fromAddress: (address: string, since: string, most: number) => Promise<string | undefined>;
}

/** Refused log-ins at the gate or a desk, where many people share an address. */
export interface RefusedAtGate extends Pick<RefusedLogins, 'ofName'> {
  /** When the newest since a moment were, at most so many, of those since somebody was let in from there; newest first. */
  readonly sinceLetIn: (address: string, since: string, most: number) => Promise<readonly string[]>;
}

export function refusedAtGate(db: Db): RefusedAtGate {
  return {
    ofName: refusedLogins(db, 'gate/refused').ofName,
    async sinceLetIn(address, since, most) {
      const letIn = await db
        .selectFrom('audit')
        .select(({ fn }) => fn.max('position').as('last'))
        // As the index says it (migration 0380).
        .where(sql<SqlBool>`action IN ('gate/done', 'controller/signed-in')`)
        .where('actor', '=', address)
        .executeTakeFirst();
      const rows = await db
        .selectFrom('audit')
        .select('at')
        .where('action', '=', sql.lit('gate/refused'))
        .where('actor', '=', address)
        .where('at', '>', since)
        .where('position', '>', letIn?.last ?? 0)
        .orderBy('at', 'desc')
        .limit(most)
        .execute();
      return rows.map(({ at }) => at);
    },
  };
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
