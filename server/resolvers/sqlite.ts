import Database from 'better-sqlite3';
import { ResolverError } from './resolver.ts';
import type { Row, SqlSource } from './sql.ts';
import { standardDialect } from './sql-dialect.ts';
import type { SqlSettings } from './sql-settings.ts';

/** A SQLite file on the server's own disk, read only. */
export function sqlite({ database }: Pick<SqlSettings, 'database'>): SqlSource {
  let db: Database.Database | undefined;
  return {
    dialect: standardDialect,
    async rows(text, values) {
      try {
        db ??= new Database(database, { readonly: true, fileMustExist: true, timeout: 500 });
        const named = Object.fromEntries(values.map((value, place) => [String(place + 1), value]));
        return db.prepare<[Record<string, string>], Row>(text).all(named);
      } catch (cause) {
        throw new ResolverError(`${database}: ${(cause as Error).message}`, { cause });
      }
    },
    async close() {
      db?.close();
    },
  };
}
