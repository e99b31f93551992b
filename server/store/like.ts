import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';
import { isPostgres } from './dialect.ts';
import type { Db } from './schema.ts';

/**
 * Equality, or a pattern when there is a `*`, in which the letters of ASCII may have any case; what SQL itself would
 * read as a pattern is taken literally.
 */
export function like(db: Db, column: Expression<unknown>, wanted: string): RawBuilder<SqlBool> {
  if (!wanted.includes('*')) return sql<SqlBool>`${column} = ${wanted}`;
  const pattern = wanted.replace(/[\\%_]/g, '\\$&').replaceAll('*', '%');
  return isPostgres(db)
    ? sql<SqlBool>`lower(${column} COLLATE "C") LIKE lower(${pattern} COLLATE "C") ESCAPE '\\'`
    : sql<SqlBool>`${column} LIKE ${pattern} ESCAPE '\\'`;
}
