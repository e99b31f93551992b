import type { ResolvedPerson } from '../store/known-people.ts';
import { verifyHash } from './password-hash.ts';
import { type Resolver, ResolverError } from './resolver.ts';
import { sameText } from './same-text.ts';
import type { SqlDialect } from './sql-dialect.ts';
import type { SqlSettings } from './sql-settings.ts';

export type Row = Readonly<Record<string, string | null>>;

/** A database that is read: values are always parameters. */
export interface SqlSource {
  readonly dialect: SqlDialect;
  readonly rows: (text: string, values: readonly string[]) => Promise<readonly Row[]>;
  readonly close: () => Promise<void>;
}

/** People of a table, with the hashes of their passwords. */
export function sql(settings: SqlSettings, source: SqlSource): Resolver {
  const { columns } = settings;
  const { quoted, text, number, exact, place } = source.dialect;
  const asText = (column = '') => text(quoted(column));
  const chosen = Object.entries(columns)
    .filter(([name]) => name !== 'password')
    .map(([name, column]) => `${asText(column)} AS ${quoted(name)}`);
  const table = settings.table.map(quoted).join('.');
  const username = asText(columns.username);

  const read = (fields: readonly string[], where: string, values: readonly string[], limit: number) => {
    const others = settings.conditions.map(({ column, operator, value }, index) => {
      const given = place(values.length + index + 1);
      return /^-?\d+(\.\d+)?$/.test(value) && operator.toLowerCase() !== 'like'
        ? `${number(quoted(column))} ${operator} ${number(given)}`
        : `${asText(column)} ${operator} ${given}`;
    });
    const conditions = [where, ...others].join(' AND ');
    return source.rows(
      `SELECT ${fields.join(', ')} FROM ${table} WHERE ${conditions} ORDER BY ${username} LIMIT ${limit}`,
      [...values, ...settings.conditions.map(({ value }) => value)],
    );
  };

  return {
    async find(name) {
      const rows = await read(chosen, `${exact(username)} = ${exact(place(1))}`, [name], 2);
      if (rows.length > 1) throw new ResolverError(`several rows have the name '${name}'`);
      return rows[0] === undefined ? undefined : personOf(rows[0]);
    },
    async list({ username: pattern, limit }) {
      const like = pattern.replace(/[!%_]/g, '!$&').replaceAll('*', '%');
      const where = `${exact(username)} LIKE ${exact(place(1))} ESCAPE '!'`;
      const rows = await read(chosen, where, [like], limit + 1);
      return { people: rows.slice(0, limit).flatMap((row) => personOf(row) ?? []), complete: rows.length <= limit };
    },
    async checkPassword(account, password) {
      if (!columns.password) throw new ResolverError('Map names no column for passwords');
      const where = `${exact(username)} = ${exact(place(1))} AND ${exact(asText(columns.userid))} = ${exact(place(2))}`;
      const field = `${asText(columns.password)} AS password`;
      const rows = await read([field], where, [account.username, account.userId], 2);
      const kept = rows.length === 1 ? rows[0]?.password : undefined;
      if (!kept) return false;
      return settings.plain ? sameText(Buffer.from(kept), password) : verifyHash(kept.trim(), password);
    },
    close: source.close,
  };
}

function personOf(row: Row): ResolvedPerson | undefined {
  const { username, userid } = row;
  if (!username || !userid) return undefined;
  return {
    username,
    userId: userid,
    givenName: row.givenname ?? '',
    surname: row.surname ?? '',
    email: row.email ?? '',
    mobile: row.mobile ?? '',
    phone: row.phone ?? '',
    office: row.description ?? '',
  };
}
