import { PostgresAdapter } from 'kysely';
import type { Db } from './schema.ts';

/** Whether it is PostgreSQL, where the two do not mean the same by the same words. */
export function isPostgres(db: Db): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}
