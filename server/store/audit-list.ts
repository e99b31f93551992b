import { auditHash } from '../../domain/audit.ts';
import type { Db } from './schema.ts';
import { like } from './token-list.ts';

/** privacyIDEA's columns of the audit, read out of entries of every kind. */
const columns = {
  number: 'position',
  date: 'at',
  startdate: 'at',
  action: `COALESCE(detail ->> 'request', CASE WHEN action LIKE 'validate/%' THEN 'POST /validate/check'
    WHEN action IN ('admin/logged-in', 'admin/refused') THEN 'POST /auth' ELSE action END)`,
  action_detail: 'action',
  success: `COALESCE(detail ->> 'success', action NOT IN ('validate/rejected', 'admin/refused', 'record/disputed'))`,
  authentication: `CASE action WHEN 'validate/accepted' THEN 'ACCEPT' WHEN 'validate/rejected' THEN 'REJECT'
    WHEN 'validate/challenged' THEN 'CHALLENGE' END`,
  serial: `CASE WHEN action LIKE 'credential/%' THEN subject WHEN action LIKE 'record/%' THEN detail ->> 'credential'
    ELSE detail ->> 'serial' END`,
  token_type: `detail ->> 'type'`,
  user: `CASE WHEN action LIKE 'record/%' THEN detail ->> 'holder' ELSE detail ->> 'user' END`,
  realm: `detail ->> 'realm'`,
  resolver: `COALESCE(detail ->> 'resolver', detail ->> 'realm')`,
  administrator: `CASE WHEN action LIKE 'admin/%' THEN subject WHEN action LIKE 'record/%' THEN detail ->> 'controller'
    ELSE detail ->> 'administrator' END`,
  info: `COALESCE(detail ->> 'info', detail ->> 'message', detail ->> 'reason')`,
  policies: `detail ->> 'policies'`,
  client: `COALESCE(detail ->> 'client', CASE WHEN action LIKE 'validate/%'
    OR action IN ('admin/logged-in', 'admin/refused') THEN actor END)`,
  user_agent: `detail ->> 'userAgent'`,
} as const;

type AuditColumn = keyof typeof columns;

/** An entry as privacyIDEA shows it, with what the chain says of it. */
export interface ListedEntry extends Readonly<Record<AuditColumn, string | number | null>> {
  readonly number: number;
  /** Whether the entry's own hash is right. */
  readonly intact: boolean;
  /** Whether the entry before it is the one it names. */
  readonly linked: boolean;
}

/** What the list is narrowed to: a text for a column, `*` for any characters; no earlier than `since`. */
export interface AuditFilter {
  readonly texts: Readonly<Record<string, string>>;
  readonly since?: string | undefined;
}

export function isAuditColumn(name: string): name is AuditColumn {
  return Object.hasOwn(columns, name);
}

export function countAudit(db: Db, filter: AuditFilter): Promise<number> {
  const { where, values } = conditionOf(filter);
  return (db.prepare(`SELECT count(*) AS count FROM audit ${where}`).get(...values) as { count: number }).count;
}

export function listAudit(
  db: Db,
  filter: AuditFilter,
  order: { readonly by: AuditColumn; readonly descending: boolean },
  page: { readonly offset: number; readonly limit: number },
): Promise<readonly ListedEntry[]> {
  const { where, values } = conditionOf(filter);
  const direction = order.descending ? 'DESC' : 'ASC';
  return select(db, `${where} ORDER BY ${columns[order.by]} ${direction}, position ${direction} LIMIT ? OFFSET ?`, [
    ...values,
    page.limit,
    page.offset,
  ]);
}

/** So many entries before a position, newest first: what a download takes at a time. */
export function auditBefore(db: Db, filter: AuditFilter, position: number, limit: number): Promise<readonly ListedEntry[]> {
  const { where, values } = conditionOf(filter);
  const before = `${where === '' ? 'WHERE' : `${where} AND`} position < ?`;
  return select(db, `${before} ORDER BY position DESC LIMIT ?`, [...values, position, limit]);
}

interface SelectedRow extends Readonly<Record<AuditColumn, string | number | null>> {
  readonly number: number;
  readonly raw_at: string;
  readonly raw_actor: string;
  readonly raw_action: string;
  readonly raw_subject: string;
  readonly raw_detail: string;
  readonly raw_previous: string;
  readonly raw_hash: string;
  readonly hash_before: string | null;
}

function select(db: Db, rest: string, values: readonly (string | number)[]): readonly ListedEntry[] {
  const shown = Object.entries(columns).map(([name, sql]) => `${sql} AS "${name}"`);
  const raw = ['at', 'actor', 'action', 'subject', 'detail', 'previous', 'hash'].map(
    (name) => `${name} AS raw_${name}`,
  );
  const before = '(SELECT hash FROM audit AS earlier WHERE earlier.position = audit.position - 1) AS hash_before';
  const rows = db.prepare(`SELECT ${[...shown, ...raw, before].join(', ')} FROM audit ${rest}`).all(...values);
  return (rows as SelectedRow[]).map(listed);
}

function listed(row: SelectedRow): ListedEntry {
  const entry = {
    position: row.number,
    at: row.raw_at,
    actor: row.raw_actor,
    action: row.raw_action,
    subject: row.raw_subject,
    detail: JSON.parse(row.raw_detail),
    previous: row.raw_previous,
  };
  const shown = Object.keys(columns).map((name): [string, unknown] => [name, row[name as AuditColumn]]);
  return {
    ...(Object.fromEntries(shown) as unknown as Record<AuditColumn, string | number | null>),
    number: row.number,
    intact: auditHash(entry) === row.raw_hash,
    linked: row.raw_previous === (row.number === 1 ? '0'.repeat(64) : row.hash_before),
  };
}

function conditionOf({ texts, since }: AuditFilter) {
  const conditions = [
    ...Object.entries(texts).flatMap(([name, wanted]) => (isAuditColumn(name) ? [asText(name, wanted)] : [])),
    ...(since === undefined ? [] : [{ sql: 'at >= ?', values: [since] }]),
  ];
  return {
    where: conditions.length === 0 ? '' : `WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}`,
    values: conditions.flatMap(({ values }) => [...values]),
  };
}

/** Numbers are compared as the text that was asked for. */
function asText(name: AuditColumn, wanted: string) {
  return like(`CAST(${columns[name]} AS TEXT)`, wanted);
}
