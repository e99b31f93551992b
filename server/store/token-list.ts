import { type Expression, type SqlBool, sql } from 'kysely';
import { type Credential, credentialColumns } from './credentials.ts';
import { like } from './like.ts';
import type { Db } from './schema.ts';

/** A credential with its owner's name, as the list shows it. */
export interface ListedCredential extends Credential {
  readonly username: string | null;
  readonly userId: string | null;
  readonly userRealm: string | null;
  readonly userResolver: string | null;
  /** The realms it is in, by name. */
  readonly realms: readonly string[];
}

/** What the list may be narrowed to; a text may hold `*` for any characters, as privacyIDEA has it. */
export interface TokenFilter {
  readonly serial?: string | undefined;
  readonly types?: readonly string[] | undefined;
  readonly username?: string | undefined;
  readonly userRealm?: string | undefined;
  readonly userResolver?: string | undefined;
  readonly tokenRealm?: string | undefined;
  readonly description?: string | undefined;
  readonly rolloutState?: string | undefined;
  /** Information kept beside it: a name and what it is. */
  readonly info?: { readonly name: string; readonly value: string } | undefined;
  readonly assigned?: boolean | undefined;
  readonly active?: boolean | undefined;
}

const sortColumns = {
  serial: 'serial',
  tokentype: 'type',
  type: 'type',
  active: 'active',
  failcount: 'failcount',
  count: 'counter',
  id: 'credentials.id',
  description: 'description',
  username: 'username',
  realm: 'people.realm',
} as const;

export type SortColumn = keyof typeof sortColumns;

export function isSortColumn(name: string): name is SortColumn {
  return Object.hasOwn(sortColumns, name);
}

/** One page of the credentials that have not ended, and how many there are in all. */
export async function listTokens(
  db: Db,
  filter: TokenFilter,
  order: { readonly by: SortColumn; readonly descending: boolean },
  page: { readonly offset: number; readonly limit: number },
): Promise<{ readonly count: number; readonly rows: readonly ListedCredential[] }> {
  const chosen = narrowed(db, filter);
  const { count } = await chosen.select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
  const rows = await chosen
    .select([
      ...credentialColumns,
      'username',
      'user_id as userId',
      'people.realm as userRealm',
      'resolver as userResolver',
    ])
    .orderBy(sortColumns[order.by], (by) => (order.descending ? by.desc().nullsLast() : by.asc().nullsFirst()))
    .orderBy('credentials.id')
    .limit(page.limit)
    .offset(page.offset)
    .execute();
  const realms = await realmsOf(
    db,
    rows.map(({ id }) => id),
  );
  return { count, rows: rows.map((row) => ({ ...row, realms: realms.get(row.id) ?? [] })) };
}

async function realmsOf(db: Db, ids: readonly number[]): Promise<ReadonlyMap<number, readonly string[]>> {
  const all = new Map<number, string[]>(ids.map((id) => [id, []]));
  if (ids.length === 0) return all;
  const rows = await db
    .selectFrom('credential_realms')
    .selectAll()
    .where('credential_id', 'in', ids)
    .orderBy('realm')
    .execute();
  for (const { credential_id, realm } of rows) all.get(credential_id)?.push(realm);
  return all;
}

function narrowed(db: Db, filter: TokenFilter) {
  let query = db.selectFrom('credentials').leftJoin('people', 'people.id', 'owner_id').where('ended_at', 'is', null);
  const texts = [
    ['serial', filter.serial],
    ['username', filter.username],
    ['people.realm', filter.userRealm],
    ['resolver', filter.userResolver],
    ['description', filter.description],
    ['rollout_state', filter.rolloutState],
  ] as const;
  for (const [column, wanted] of texts) {
    if (wanted !== undefined) query = query.where(like(db, sql.ref(column), wanted));
  }
  const { tokenRealm, info, types, assigned, active } = filter;
  if (tokenRealm !== undefined) {
    const inRealm = db
      .selectFrom('credential_realms')
      .select('credential_id')
      .where(like(db, sql.ref('realm'), tokenRealm));
    query = query.where('credentials.id', 'in', inRealm);
  }
  if (info !== undefined) query = query.where(infoCondition(db, info));
  if (types !== undefined) query = query.where(sql<string>`${sql.ref('type')}`, 'in', types);
  if (assigned !== undefined) query = query.where('owner_id', assigned ? 'is not' : 'is', null);
  if (active !== undefined) query = query.where('active', '=', active ? 1 : 0);
  return query;
}

/** What came with a record is a column of its own; everything else is beside the credential. */
function infoCondition(
  db: Db,
  { name, value }: { readonly name: string; readonly value: string },
): Expression<SqlBool> {
  const beside = db
    .selectFrom('credential_info')
    .select('credential_id')
    .where('name', '=', name)
    .where(like(db, sql.ref('value'), value));
  const has = sql<SqlBool>`${sql.ref('credentials.id')} IN ${beside}`;
  return name === 'keydesk.issuance' ? sql<SqlBool>`(${like(db, sql.ref('issuance'), value)} OR ${has})` : has;
}
