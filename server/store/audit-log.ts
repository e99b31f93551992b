import { hash } from 'node:crypto';
import { type AuditEntry, auditText } from '../../domain/audit.ts';
import type { Db } from './schema.ts';

/** Where the chain stands after an entry. */
interface AuditHead {
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
  readonly entries: () => AsyncIterable<{ readonly entry: AuditEntry; readonly hash: string }>;
}

interface AuditRow extends Omit<AuditEntry, 'detail'> {
  readonly detail: string;
  readonly hash: string;
}

export function auditLog(db: Db): AuditLog {
  const last = db.prepare<[], AuditHead>('SELECT position, hash FROM audit ORDER BY position DESC LIMIT 1');
  const insert = db.prepare(
    'INSERT INTO audit (position, at, actor, action, subject, detail, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const all = db.prepare<[], AuditRow>('SELECT * FROM audit ORDER BY position');
  const head = (): AuditHead => last.get() ?? { position: 0, hash: '0'.repeat(64) };
  return {
    head,
    append(fields) {
      if (!db.inTransaction) throw new Error('an audit entry belongs in the transaction of its effect');
      const before = head();
      const entry: AuditEntry = { ...fields, position: before.position + 1, previous: before.hash };
      const entryHash = hash('sha256', auditText(entry));
      insert.run(
        entry.position,
        entry.at,
        entry.actor,
        entry.action,
        entry.subject,
        JSON.stringify(entry.detail),
        entry.previous,
        entryHash,
      );
      return { position: entry.position, hash: entryHash };
    },
    *entries() {
      for (const { hash: entryHash, detail, ...row } of all.iterate()) {
        yield { entry: { ...row, detail: JSON.parse(detail) }, hash: entryHash };
      }
    },
  };
}
