import { sql } from 'kysely';
import { type AuditEntry, auditHash } from '../../domain/audit.ts';
import { type AuditChain, type AuditHead, type NewAuditEntry, noHead } from './audit-log.ts';
import { isPostgres } from './dialect.ts';
import { prepared } from './prepared.ts';
import type { Db, Schema } from './schema.ts';

/** The entries of one transaction at a time, chained and written when it ends. */
export interface PendingAudit extends AuditChain {
  /** Writes what was appended, with the commit right behind it. */
  readonly commit: (commit: () => Promise<void>) => Promise<void>;
  /** Forgets what was appended: the transaction begins, or was undone. */
  readonly clear: () => void;
}

type AuditRow = { readonly [K in keyof Schema['audit']]: Schema['audit'][K] };

/**
 * The chain has one end, so two transactions cannot write to it at once. On SQLite the transaction itself is the lock;
 * elsewhere the row with the end is locked from the first entry written until the commit.
 */
export function pendingAudit(db: Db): PendingAudit {
  const locked = isPostgres(db);
  let waiting: NewAuditEntry[] = [];

  const end = prepared<Record<never, never>, AuditHead>(db, () =>
    locked
      ? db.selectFrom('audit_head').select(['position', 'hash']).forUpdate()
      : db.selectFrom('audit').select(['position', 'hash']).orderBy('position', 'desc').limit(sql.lit(1)),
  );
  const moveHead = prepared<{ [K in keyof AuditHead]: AuditHead[K] }, unknown>(db, (given) =>
    db.updateTable('audit_head').set({ position: given('position'), hash: given('hash') }),
  );
  const insertOne = prepared<AuditRow, unknown>(db, (given) =>
    db.insertInto('audit').values({
      position: given('position'),
      at: given('at'),
      actor: given('actor'),
      action: given('action'),
      subject: given('subject'),
      detail: given('detail'),
      previous: given('previous'),
      hash: given('hash'),
    }),
  );
  async function insertEach(rows: readonly AuditRow[]): Promise<void> {
    for (const row of rows) await insertOne(row);
  }
  const insertAll = prepared<Record<keyof AuditRow, readonly unknown[]>, unknown>(db, (given) =>
    sql`INSERT INTO audit (position, at, actor, action, subject, detail, previous, hash)
      SELECT * FROM unnest(${given('position')}::bigint[], ${given('at')}::text[], ${given('actor')}::text[],
        ${given('action')}::text[], ${given('subject')}::text[], ${given('detail')}::text[],
        ${given('previous')}::text[], ${given('hash')}::text[])`.compile(db),
  );
  const insertTogether = (rows: readonly AuditRow[]) => {
    const column = (name: keyof AuditRow) => rows.map((row) => row[name]);
    return insertAll({
      position: column('position'),
      at: column('at'),
      actor: column('actor'),
      action: column('action'),
      subject: column('subject'),
      detail: column('detail'),
      previous: column('previous'),
      hash: column('hash'),
    });
  };

  async function write(after?: () => Promise<void>): Promise<AuditHead> {
    const entries = waiting;
    waiting = [];
    let head = (await end({})).rows[0] ?? noHead;
    const rows = entries.map((fields) => {
      const entry: AuditEntry = { ...wellFormed(fields), position: head.position + 1, previous: head.hash };
      head = { position: entry.position, hash: auditHash(entry) };
      return { ...entry, detail: JSON.stringify(entry.detail), hash: head.hash };
    });
    if (locked) await inARow([insertTogether(rows), moveHead(head), after?.()]);
    else await insertEach(rows).then(after);
    return head;
  }

  return {
    append: (entry) => void waiting.push(entry),
    appendNow(entry) {
      waiting.push(entry);
      return write();
    },
    async commit(commit) {
      if (waiting.length > 0) await write(commit);
      else await commit();
    },
    clear: () => {
      waiting = [];
    },
  };
}

/** Waits for all, also when one fails: nothing may be under way when the transaction ends. */
async function inARow(statements: readonly (Promise<unknown> | undefined)[]): Promise<void> {
  const outcomes = await Promise.allSettled(statements);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

/** Not every database keeps half characters and zeros. */
function wellFormed({ at, actor, action, subject, detail }: NewAuditEntry): NewAuditEntry {
  const kept = Object.entries(detail).map(([name, value]) => [name, typeof value === 'string' ? clean(value) : value]);
  return { at, actor: clean(actor), action, subject: clean(subject), detail: Object.fromEntries(kept) };
}

function clean(text: string): string {
  return Buffer.from(text).toString().replaceAll('\0', '\ufffd');
}
