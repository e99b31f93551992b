import { type RawBuilder, sql } from 'kysely';
import { auditHash } from '../../domain/audit.ts';
import { isPostgres } from './dialect.ts';
import { like } from './like.ts';
import type { Db } from './schema.ts';

/** What came to nothing, where its entry does not say so itself. */
const failedActs = [
  ...['validate/rejected', 'admin/refused', 'gate/refused', 'gate/token-required', 'controller/refused'],
  ...['temporary-code/refused', 'token/touch-refused', 'record/disputed', 'notice/not-sent'],
] as const;

/** privacyIDEA's columns of the audit, read out of entries of every kind; `detail` is JSON in a text. */
function columnsFor(db: Db) {
  const of = (name: string) =>
    isPostgres(db)
      ? sql<string | null>`(detail::json ->> ${sql.lit(name)}) COLLATE "C"`
      : sql<string | null>`detail ->> ${sql.lit(name)}`;
  const told = isPostgres(db)
    ? sql<number>`CASE ${of('success')} WHEN 'true' THEN 1 WHEN 'false' THEN 0 END`
    : sql<number>`${of('success')}`;
  return {
    number: sql<number>`position`,
    date: sql`at`,
    startdate: sql`at`,
    action: sql`COALESCE(${of('request')}, CASE WHEN action = 'validate/pushed' THEN 'POST /ttype/qr'
      WHEN action LIKE 'validate/%' THEN 'POST /validate/check'
      WHEN action IN ('admin/logged-in', 'admin/refused') THEN 'POST /auth' ELSE action END)`,
    action_detail: sql`action`,
    success: sql`COALESCE(${told},
      CASE WHEN action IN (${sql.join(failedActs.map((act) => sql.lit(act)))}) THEN 0 ELSE 1 END)`,
    authentication: sql`CASE action WHEN 'validate/accepted' THEN 'ACCEPT' WHEN 'validate/rejected' THEN 'REJECT'
      WHEN 'validate/challenged' THEN 'CHALLENGE' END`,
    serial: sql`CASE WHEN action LIKE 'credential/%' THEN subject WHEN action LIKE 'record/%' THEN ${of('credential')}
      ELSE ${of('serial')} END`,
    token_type: of('type'),
    user: sql`CASE WHEN action LIKE 'record/%' THEN ${of('holder')} ELSE ${of('user')} END`,
    realm: of('realm'),
    resolver: sql`COALESCE(${of('resolver')}, ${of('realm')})`,
    administrator: sql`CASE WHEN action LIKE 'admin/%' THEN subject WHEN action LIKE 'record/%'
      THEN ${of('controller')} ELSE ${of('administrator')} END`,
    info: sql`COALESCE(${of('info')}, ${of('message')}, ${of('reason')})`,
    policies: of('policies'),
    client: sql`COALESCE(${of('client')}, CASE WHEN action LIKE 'validate/%'
      OR action IN ('admin/logged-in', 'admin/refused') THEN actor END)`,
    user_agent: of('userAgent'),
  } as const satisfies Record<AuditColumn, RawBuilder<unknown>>;
}

const names = [
  'number',
  'date',
  'startdate',
  'action',
  'action_detail',
  'success',
  'authentication',
  'serial',
  'token_type',
  'user',
  'realm',
  'resolver',
  'administrator',
  'info',
  'policies',
  'client',
  'user_agent',
] as const;

type AuditColumn = (typeof names)[number];

/** An entry as privacyIDEA shows it, with what the chain says of it. */
export interface ListedEntry extends Readonly<Record<AuditColumn, string | number | null>> {
  readonly number: number;
  /** Whether the entry's own hash is right. */
  readonly intact: boolean;
  /** Whether the entry before it is the one it names. */
  readonly linked: boolean;
  readonly hash: string;
  /** The hash of the entry before it, as this one names it. */
  readonly previous: string;
  /** The actions of policies that let somebody in without a token. */
  readonly dangerous: string | null;
}

/** What the list is narrowed to: a text for a column, `*` for any characters; no earlier than `since`. */
export interface AuditFilter {
  readonly texts: Readonly<Record<string, string>>;
  readonly since?: string | undefined;
  /** Only what is about somebody in one of these realms. */
  readonly inRealms?: readonly string[] | undefined;
}

export function isAuditColumn(name: string): name is AuditColumn {
  return names.some((known) => known === name);
}

export async function countAudit(db: Db, filter: AuditFilter): Promise<number> {
  const { count } = await chosen(db, filter)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

export async function listAudit(
  db: Db,
  filter: AuditFilter,
  order: { readonly by: AuditColumn; readonly descending: boolean },
  page: { readonly offset: number; readonly limit: number },
): Promise<readonly ListedEntry[]> {
  const by = columnsFor(db)[order.by];
  const rows = await shown(db, chosen(db, filter))
    .orderBy(by, (one) => (order.descending ? one.desc().nullsLast() : one.asc().nullsFirst()))
    .orderBy('position', order.descending ? 'desc' : 'asc')
    .limit(page.limit)
    .offset(page.offset)
    .execute();
  return rows.map((row) => listed(row as unknown as SelectedRow));
}

/** So many entries before a position, newest first: what a download takes at a time. */
export async function auditBefore(
  db: Db,
  filter: AuditFilter,
  position: number,
  limit: number,
): Promise<readonly ListedEntry[]> {
  const rows = await shown(db, chosen(db, filter).where('position', '<', position))
    .orderBy('position', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => listed(row as unknown as SelectedRow));
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

function shown(db: Db, query: ReturnType<typeof chosen>) {
  const columns: Readonly<Record<AuditColumn, RawBuilder<unknown>>> = columnsFor(db);
  return query
    .select(names.map((name) => columns[name].as(name)))
    .select([
      'at as raw_at',
      'actor as raw_actor',
      'action as raw_action',
      'subject as raw_subject',
      'detail as raw_detail',
      'previous as raw_previous',
      'hash as raw_hash',
    ])
    .select((eb) =>
      eb
        .selectFrom('audit as earlier')
        .select('earlier.hash')
        .where('earlier.position', '=', sql<number>`audit.position - 1`)
        .as('hash_before'),
    );
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
  const shown = names.map((name): [string, unknown] => [name, row[name]]);
  return {
    ...(Object.fromEntries(shown) as unknown as Record<AuditColumn, string | number | null>),
    number: row.number,
    hash: row.raw_hash,
    previous: row.raw_previous,
    dangerous: typeof entry.detail.dangerous === 'string' ? entry.detail.dangerous : null,
    intact: auditHash(entry) === row.raw_hash,
    linked: row.raw_previous === (row.number === 1 ? '0'.repeat(64) : row.hash_before),
  };
}

/** Numbers are compared as the text that was asked for. */
function chosen(db: Db, { texts, since, inRealms }: AuditFilter) {
  const columns = columnsFor(db);
  let query = db.selectFrom('audit');
  for (const [name, wanted] of Object.entries(texts)) {
    if (isAuditColumn(name)) query = query.where(like(db, sql`CAST(${columns[name]} AS TEXT)`, wanted));
  }
  if (inRealms !== undefined) query = query.where(columns.realm, 'in', inRealms);
  return since === undefined ? query : query.where('at', '>=', since);
}
