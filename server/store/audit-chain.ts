import { type AuditEntry, auditHash } from '../../domain/audit.ts';
import { type AuditChain, type AuditHead, type NewAuditEntry, noHead } from './audit-log.ts';
import { isPostgres } from './dialect.ts';
import type { Db } from './schema.ts';

/** The entries of one transaction at a time, chained and written when it ends. */
export interface PendingAudit extends AuditChain {
  /** Writes what was appended; the last thing before the commit. */
  readonly flush: () => Promise<void>;
  /** Forgets what was appended: the transaction begins, or was undone. */
  readonly clear: () => void;
}

/**
 * The chain has one end, so two transactions cannot write to it at once. On SQLite the transaction itself is the lock;
 * elsewhere the row with the end is locked from the first entry written until the commit.
 */
export function pendingAudit(db: Db): PendingAudit {
  const locked = isPostgres(db);
  let waiting: NewAuditEntry[] = [];

  async function end(): Promise<AuditHead> {
    const head = locked
      ? db.selectFrom('audit_head').select(['position', 'hash']).forUpdate()
      : db.selectFrom('audit').select(['position', 'hash']).orderBy('position', 'desc').limit(1);
    return (await head.executeTakeFirst()) ?? noHead;
  }

  async function write(): Promise<AuditHead> {
    const entries = waiting;
    waiting = [];
    let head = await end();
    const rows = entries.map((fields) => {
      const entry: AuditEntry = { ...wellFormed(fields), position: head.position + 1, previous: head.hash };
      head = { position: entry.position, hash: auditHash(entry) };
      return { ...entry, detail: JSON.stringify(entry.detail), hash: head.hash };
    });
    await Promise.all([
      db.insertInto('audit').values(rows).execute(),
      locked ? db.updateTable('audit_head').set(head).execute() : undefined,
    ]);
    return head;
  }

  return {
    append: (entry) => void waiting.push(entry),
    appendNow(entry) {
      waiting.push(entry);
      return write();
    },
    async flush() {
      if (waiting.length > 0) await write();
    },
    clear: () => {
      waiting = [];
    },
  };
}

/** Not every database keeps half characters and zeros. */
function wellFormed({ at, actor, action, subject, detail }: NewAuditEntry): NewAuditEntry {
  const kept = Object.entries(detail).map(([name, value]) => [name, typeof value === 'string' ? clean(value) : value]);
  return { at, actor: clean(actor), action, subject: clean(subject), detail: Object.fromEntries(kept) };
}

function clean(text: string): string {
  return Buffer.from(text).toString().replaceAll('\0', '\ufffd');
}
