import type { AuditEntry } from '../../domain/audit.ts';
import type { Db } from './schema.ts';

/** Where the chain stands after an entry. */
export interface AuditHead {
  readonly position: number;
  readonly hash: string;
}

/** An entry before it has its place. */
export type NewAuditEntry = Omit<AuditEntry, 'position' | 'previous'>;

export interface AuditLog {
  /** Adds an entry to the chain when its transaction ends. Only inside the transaction of what it tells of. */
  readonly append: (entry: NewAuditEntry) => void;
  /** Adds it at once, for who needs to know its place: nobody else's transaction can add one until this one ends. */
  readonly appendNow: (entry: NewAuditEntry) => Promise<AuditHead>;
  readonly head: () => Promise<AuditHead>;
  /** The entry at a place. */
  readonly at: (position: number) => Promise<AuditEntry | undefined>;
  /** In order, from behind a place on. */
  readonly entries: (after?: number) => AsyncIterable<{ readonly entry: AuditEntry; readonly hash: string }>;
}

/** What a transaction adds to the chain, before it ends. */
export interface AuditChain {
  readonly append: AuditLog['append'];
  readonly appendNow: AuditLog['appendNow'];
}

const portionSize = 1000;

export function auditLog(db: Db, chain: AuditChain = outside): AuditLog {
  return {
    ...chain,
    async head() {
      const last = db.selectFrom('audit').select(['position', 'hash']).orderBy('position', 'desc').limit(1);
      return (await last.executeTakeFirst()) ?? noHead;
    },
    async at(position) {
      const row = await db.selectFrom('audit').selectAll().where('position', '=', position).executeTakeFirst();
      if (row === undefined) return undefined;
      const { hash: _, detail, ...entry } = row;
      return { ...entry, detail: JSON.parse(detail) };
    },
    async *entries(from = 0) {
      for (let after = from; ; ) {
        const rows = await db
          .selectFrom('audit')
          .selectAll()
          .where('position', '>', after)
          .orderBy('position')
          .limit(portionSize)
          .execute();
        for (const { hash, detail, ...row } of rows) yield { entry: { ...row, detail: JSON.parse(detail) }, hash };
        const last = rows.at(-1);
        if (last === undefined) return;
        after = last.position;
      }
    },
  };
}

/** Before the first entry. */
export const noHead: AuditHead = { position: 0, hash: '0'.repeat(64) };

const outside: AuditChain = {
  append: refuse,
  appendNow: () => Promise.reject(new Error(outsideMessage)),
};

const outsideMessage = 'an audit entry belongs in the transaction of its effect';

function refuse(): never {
  throw new Error(outsideMessage);
}
