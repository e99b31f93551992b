import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Db } from './schema.ts';

/** Runs one statement. */
export type RunQuery = (query: CompiledQuery) => Promise<QueryResult<never>>;

/** Kysely over one way to run statements; which connection they take, and when, is not its matter. */
export function sqliteDb(run: RunQuery): Db {
  return new Kysely({
    dialect: {
      createAdapter: () => new ManyAtOnceAdapter(),
      createQueryCompiler: () => new SqliteQueryCompiler(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createDriver: () => driverOf(run),
    },
  });
}

export function postgresDb(run: RunQuery): Db {
  return new Kysely({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createQueryCompiler: () => new PostgresQueryCompiler(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createDriver: () => driverOf(run),
    },
  });
}

/** Kysely lets only one statement at a time near SQLite; here they are synchronous anyway. */
class ManyAtOnceAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

function driverOf(run: RunQuery): ReturnType<Dialect['createDriver']> {
  const connection: DatabaseConnection = {
    executeQuery: run as DatabaseConnection['executeQuery'],
    streamQuery() {
      throw new Error('what is long is read in portions');
    },
  };
  const nothing = () => Promise.resolve();
  return {
    init: nothing,
    acquireConnection: () => Promise.resolve(connection),
    releaseConnection: nothing,
    beginTransaction: noTransaction,
    commitTransaction: noTransaction,
    rollbackTransaction: noTransaction,
    destroy: nothing,
  };
}

function noTransaction(): Promise<void> {
  return Promise.reject(new Error('transactions belong to the commits of the store'));
}
