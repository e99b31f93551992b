import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';
import { like } from './like.ts';
import { type ListedCredential, listReader } from './listed-credentials.ts';
import type { Db } from './schema.ts';
import { countLiving, placeBefore } from './token-places.ts';
import { isSearched, namedByIndex } from './token-search.ts';

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
  /** Only these, by their ids. */
  readonly among?: readonly number[] | undefined;
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
  return { count, rows: await listReader(db).ofIds(ids) };
}

async function pageOfAll(db: Db, { descending }: Order, { offset, limit }: Page): Promise<PageOfIds> {
  const { number, changes } = await countLiving(db);
  const end = descending ? number - offset : offset + limit;
  const begin = Math.max(0, descending ? end - limit : offset);
  if (end <= begin) return { count: number, ids: [] };
  const { from, pass } = await placeBefore(db, changes, begin);
  const ids = await listReader(db).idsFrom(from ?? '', pass, end - begin);
  return { count: number, ids: descending ? ids.toReversed() : ids };
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
  const { tokenRealm, info, types, assigned, active, among } = filter;
  if (among !== undefined) query = query.where('credentials.id', 'in', among.length === 0 ? [-1] : among);
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
