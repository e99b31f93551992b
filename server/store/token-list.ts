import { type Credential, credentialColumns } from './credentials.ts';
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

/** A condition of the list: SQL with one place for its value. */
interface Condition {
  readonly sql: string;
  readonly values: readonly (string | number)[];
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

const from = `FROM credentials LEFT JOIN people ON people.id = credentials.owner_id`;

/** One page of the credentials that have not ended, and how many there are in all. */
export function listTokens(
  db: Db,
  filter: TokenFilter,
  order: { readonly by: SortColumn; readonly descending: boolean },
  page: { readonly offset: number; readonly limit: number },
): Promise<{ readonly count: number; readonly rows: readonly ListedCredential[] }> {
  const conditions = [{ sql: 'ended_at IS NULL', values: [] }, ...conditionsOf(filter)];
  const where = `WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}`;
  const values = conditions.flatMap((condition) => [...condition.values]);
  const direction = order.descending ? 'DESC' : 'ASC';
  const { count } = db.prepare(`SELECT count(*) AS count ${from} ${where}`).get(...values) as { count: number };
  const rows = db
    .prepare(
      `SELECT ${credentialColumns}, username, user_id AS userId, people.realm AS userRealm, resolver AS userResolver,
         (SELECT group_concat(realm) FROM credential_realms WHERE credential_id = credentials.id) AS realmNames
       ${from} ${where}
       ORDER BY ${sortColumns[order.by]} ${direction}, credentials.id LIMIT ? OFFSET ?`,
    )
    .all(...values, page.limit, page.offset) as (ListedCredential & { readonly realmNames: string | null })[];
  return {
    count,
    rows: rows.map(({ realmNames, ...row }) => ({ ...row, realms: realmNames === null ? [] : realmNames.split(',') })),
  };
}

function conditionsOf(filter: TokenFilter): readonly Condition[] {
  const conditions: Condition[] = [];
  const text = (column: string, wanted: string | undefined) => {
    if (wanted !== undefined) conditions.push(like(column, wanted));
  };
  text('serial', filter.serial);
  text('username', filter.username);
  text('people.realm', filter.userRealm);
  text('resolver', filter.userResolver);
  text('description', filter.description);
  text('rollout_state', filter.rolloutState);
  if (filter.tokenRealm !== undefined) {
    const realm = like('realm', filter.tokenRealm);
    conditions.push({
      sql: `credentials.id IN (SELECT credential_id FROM credential_realms WHERE ${realm.sql})`,
      values: realm.values,
    });
  }
  if (filter.info !== undefined) conditions.push(...infoConditions(filter.info));
  if (filter.types !== undefined) {
    conditions.push({ sql: `type IN (${filter.types.map(() => '?').join(', ')})`, values: filter.types });
  }
  if (filter.assigned !== undefined) {
    conditions.push({ sql: filter.assigned ? 'owner_id IS NOT NULL' : 'owner_id IS NULL', values: [] });
  }
  if (filter.active !== undefined) conditions.push({ sql: 'active = ?', values: [filter.active ? 1 : 0] });
  return conditions;
}

/** What came with a record is a column of its own; everything else is beside the credential. */
function infoConditions({ name, value }: { readonly name: string; readonly value: string }): readonly Condition[] {
  const wanted = like('value', value);
  const beside = `credentials.id IN (SELECT credential_id FROM credential_info WHERE name = ? AND ${wanted.sql})`;
  if (name !== 'keydesk.issuance') return [{ sql: beside, values: [name, ...wanted.values] }];
  const own = like('issuance', value);
  return [{ sql: `(${own.sql} OR ${beside})`, values: [...own.values, name, ...wanted.values] }];
}

/** Equality, or a pattern when there is a `*`; what SQL itself would read as a pattern is taken literally. */
export function like(column: string, wanted: string): Condition {
  if (!wanted.includes('*')) return { sql: `${column} = ?`, values: [wanted] };
  const pattern = wanted.replace(/[\\%_]/g, '\\$&').replaceAll('*', '%');
  return { sql: `${column} LIKE ? ESCAPE '\\'`, values: [pattern] };
}
