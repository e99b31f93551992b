import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { isPostgres } from './dialect.ts';
import type { Db } from './schema.ts';

/** Whether a column is one of the numbers of `numbersOf`: one text of a statement however many they are. */
export function oneOf(db: Db, column: string, numbers: unknown): RawBuilder<SqlBool> {
  return isPostgres(db)
    ? sql<SqlBool>`${sql.ref(column)} = ANY(${numbers}::bigint[])`
    : sql<SqlBool>`${sql.ref(column)} IN (SELECT value FROM json_each(${numbers}))`;
}

/** Numbers in the form in which a database takes many as one parameter. */
export function numbersOf(db: Db, numbers: readonly number[]): unknown {
  return isPostgres(db) ? numbers : JSON.stringify(numbers);
}
