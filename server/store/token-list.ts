import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';
import { type Credential, credentialColumns } from './credentials.ts';
import { like } from './like.ts';
import type { Db } from './schema.ts';
import { countLiving, placeBefore } from './token-places.ts';
import { isSearched, namedByIndex } from './token-search.ts';

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
  /** Only what is in one of these realms. */
  readonly inRealms?: readonly string[] | undefined;
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

interface Order {
  readonly by: SortColumn;
  readonly descending: boolean;
}

interface Page {
  readonly offset: number;
  readonly limit: number;
}

/** One page of the credentials that have not ended, and how many there are in all. */
export async function listTokens(
  db: Db,
  filter: TokenFilter,
  order: Order,
  page: Page,
): Promise<{ readonly count: number; readonly rows: readonly ListedCredential[] }> {
  const isWhole = order.by === 'serial' && Object.values(filter).every((wanted) => wanted === undefined);
  const { count, ids } = await (isWhole ? pageOfAll(db, order, page) : pageOfSome(db, filter, order, page));
  return { count, rows: await rowsOf(db, ids) };
}

async function pageOfAll(db: Db, { descending }: Order, { offset, limit }: Page): Promise<PageOfIds> {
  const { number, changes } = await countLiving(db);
  const end = descending ? number - offset : offset + limit;
  const begin = Math.max(0, descending ? end - limit : offset);
  if (end <= begin) return { count: number, ids: [] };
  const { from, pass } = await placeBefore(db, changes, begin);
  const rows = await db
    .selectFrom('credentials')
    .select('id')
    .where('ended_at', 'is', null)
    .$if(from !== undefined, (query) => query.where('serial', '>=', from ?? ''))
    .orderBy('serial')
    .limit(end - begin)
    .offset(pass)
    .execute();
  const ids = rows.map(({ id }) => id);
  return { count: number, ids: descending ? ids.reverse() : ids };
}

interface PageOfIds {
  readonly count: number;
  readonly ids: readonly number[];
}

async function pageOfSome(db: Db, filter: TokenFilter, order: Order, page: Page): Promise<PageOfIds> {
  const chosen = await narrowed(db, filter);
  const { count } = await chosen.select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
  const byPerson = order.by === 'username' || order.by === 'realm';
  const rows = await chosen
    .$if(byPerson, (query) => query.leftJoin('people', 'people.id', 'owner_id') as unknown as typeof query)
    .select('credentials.id')
    .orderBy(sql.ref(sortColumns[order.by]), (by) => (order.descending ? by.desc().nullsLast() : by.asc().nullsFirst()))
    .orderBy('credentials.id')
    .limit(page.limit)
    .offset(page.offset)
    .execute();
  return { count, ids: rows.map(({ id }) => id) };
}

/** These credentials, in this order. */
async function rowsOf(db: Db, ids: readonly number[]): Promise<readonly ListedCredential[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('credentials')
    .leftJoin('people', 'people.id', 'owner_id')
    .select([
      ...credentialColumns,
      'username',
      'user_id as userId',
      'people.realm as userRealm',
      'resolver as userResolver',
    ])
    .where('credentials.id', 'in', ids)
    .execute();
  const realms = await realmsOf(db, ids);
  const byId = new Map(rows.map((row) => [row.id, { ...row, realms: realms.get(row.id) ?? [] }]));
  return ids.flatMap((id) => byId.get(id) ?? []);
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

function living(db: Db) {
  return db.selectFrom('credentials').where('ended_at', 'is', null);
}

async function narrowed(db: Db, filter: TokenFilter) {
  let query = living(db);
  const own = await textConditions(db, [
    ['serial', filter.serial],
    ['description', filter.description],
    ['rollout_state', filter.rolloutState],
  ]);
  for (const condition of own) query = query.where(condition);
  const person = await textConditions(db, [
    ['username', filter.username],
    ['people.realm', filter.userRealm],
    ['resolver', filter.userResolver],
  ]);
  if (person.length > 0) {
    let owners = db.selectFrom('people').select('people.id');
    for (const condition of person) owners = owners.where(condition);
    query = query.where('owner_id', 'in', owners);
  }
  const { inRealms } = filter;
  if (inRealms !== undefined) {
    const members = db.selectFrom('credential_realms').select('credential_id').where('realm', 'in', inRealms);
    query = query.where('credentials.id', 'in', members);
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

async function textConditions(
  db: Db,
  texts: readonly (readonly [column: string, wanted: string | undefined])[],
): Promise<readonly RawBuilder<SqlBool>[]> {
  const conditions: RawBuilder<SqlBool>[] = [];
  for (const [column, wanted] of texts) {
    if (wanted === undefined) continue;
    conditions.push(like(db, sql.ref(column), wanted));
    const named = isSearched(column) ? await namedByIndex(db, column, wanted) : undefined;
    if (named !== undefined) conditions.push(named);
  }
  return conditions;
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
