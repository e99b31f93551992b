import type { Db } from './schema.ts';

/** Refused log-ins as the audit has them: they outlive a restart. */
export interface RefusedLogins {
  /** When the `most`-th newest since a moment was, by name and by address; `undefined` when there were fewer. */
  readonly ofName: (name: string, since: string, most: number) => Promise<string | undefined>;
  readonly fromAddress: (address: string, since: string, most: number) => Promise<string | undefined>;
}

export function refusedLogins(db: Db): RefusedLogins {
  const newest = (column: 'subject' | 'actor') =>
    db
      .prepare<[string, string, number], string>(
        `SELECT at FROM audit INDEXED BY audit_refused_${column}
         WHERE action = 'admin/refused' AND ${column} = ? AND at > ? ORDER BY at DESC LIMIT 1 OFFSET ?`,
      )
      .pluck();
  const ofName = newest('subject');
  const fromAddress = newest('actor');
  return {
    ofName: (name, since, most) => ofName.get(name, since, most - 1),
    fromAddress: (address, since, most) => fromAddress.get(address, since, most - 1),
  };
}
