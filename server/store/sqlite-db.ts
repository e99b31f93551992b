import type Database from 'better-sqlite3';
import {
  type CompiledQuery,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Db } from './schema.ts';

/** Runs one statement. */
export type RunQuery = (query: CompiledQuery) => Promise<QueryResult<never>>;

/** Kysely over one way to run statements; who may use the connection when is not its matter. */
export function sqliteDb(run: RunQuery): Db {
  const connection = {
    executeQuery: run as <R>(query: CompiledQuery) => Promise<QueryResult<R>>,
    streamQuery() {
      throw new Error('read in portions');
    },
  };
  const nothing = () => Promise.resolve();
  return new Kysely({
    dialect: {
      createAdapter: () => new ManyAtOnceAdapter(),
      createQueryCompiler: () => new SqliteQueryCompiler(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createDriver: () => ({
        init: nothing,
        acquireConnection: () => Promise.resolve(connection),
        releaseConnection: nothing,
        beginTransaction: noTransaction,
        commitTransaction: noTransaction,
        rollbackTransaction: noTransaction,
        destroy: nothing,
      }),
    },
  });
}

/** Kysely lets only one statement at a time near SQLite; here they are synchronous anyway. */
class ManyAtOnceAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

/** Transactions are begun and ended by the store's commits alone. */
function noTransaction(): Promise<void> {
  return Promise.reject(new Error('transactions belong to the commits of the store'));
}

/** The prepared statements of one connection, kept by their text. */
export function statementsOf(db: Database.Database): (sql: string) => Database.Statement<unknown[], never> {
  const kept = new Map<string, Database.Statement<unknown[], never>>();
  return (sql) => {
    let statement = kept.get(sql);
    if (statement === undefined) {
      if (kept.size === mostKept) kept.clear();
      statement = db.prepare<unknown[], never>(sql);
      kept.set(sql, statement);
    }
    return statement;
  };
}

const mostKept = 500;

/** Runs a statement and gives its rows, or how many it changed. */
export function execute(statement: Database.Statement<unknown[], never>, parameters: readonly unknown[]) {
  if (statement.reader) return { rows: statement.all(...parameters) };
  const { changes } = statement.run(...parameters);
  return { rows: [], numAffectedRows: BigInt(changes) };
}
