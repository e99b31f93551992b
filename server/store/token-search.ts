import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { isPostgres } from './dialect.ts';
import type { Db } from './schema.ts';

/** So many at the most may an index name for a list of them to be quicker than reading the tokens in order. */
const mostNamed = 20_000;

const places = {
  serial: { index: 'token_search', id: 'credentials.id' },
  description: { index: 'token_search', id: 'credentials.id' },
  username: { index: 'people_search', id: 'people.id' },
} as const;

/** The columns whose parts are found by an index. */
export type SearchedColumn = keyof typeof places;

export function isSearched(column: string): column is SearchedColumn {
  return Object.hasOwn(places, column);
}

/**
 * Narrows a search for parts of a text to the rows that the index names, when that helps: SQLite's has to be asked in
 * words of its own, PostgreSQL uses its own unasked. Each row must be looked at all the same.
 */
export async function namedByIndex(
  db: Db,
  column: SearchedColumn,
  wanted: string,
): Promise<RawBuilder<SqlBool> | undefined> {
  const parts = wanted.includes('*') && !isPostgres(db) ? trigrams(wanted) : [];
  if (parts.length === 0) return undefined;
  const { index, id } = places[column];
  const match = parts.map((part) => `${column} : "${part.replaceAll('"', '""')}"`).join(' AND ');
  const rows = await named(db, index, match, mostNamed);
  return rows && sql<SqlBool>`${sql.ref(id)} IN (${rows})`;
}

/** The ids that an index of SQLite has for what it is asked, unless they are more than `most`. */
export async function named(
  db: Db,
  index: 'token_search' | 'people_search',
  match: string,
  most: number,
): Promise<RawBuilder<unknown> | undefined> {
  const ids = sql`SELECT rowid FROM ${sql.table(index)} WHERE ${sql.table(index)} MATCH ${match}`;
  const { rows } = await sql<{ many: number }>`SELECT count(*) AS many FROM (${ids} LIMIT ${most + 1})`.execute(db);
  return (rows[0]?.many ?? 0) > most ? undefined : ids;
}

/** Every three letters in a row between the asterisks; of shorter parts the index knows nothing. */
export function trigrams(wanted: string): readonly string[] {
  const parts = wanted.split('*').flatMap((part) => {
    const letters = [...part];
    return letters.slice(2).map((_, at) => letters.slice(at, at + 3).join(''));
  });
  return [...new Set(parts)].filter((part) => !part.includes('\0')).slice(0, 60);
}
