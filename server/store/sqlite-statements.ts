import type Database from 'better-sqlite3';
import type { QueryResult } from 'kysely';

type Statement = Database.Statement<unknown[], never>;

const mostKept = 500;

/** The prepared statements of one connection, kept by their text. */
export function statementsOf(db: Database.Database): (sql: string) => Statement {
  const kept = new Map<string, Statement>();
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

/** Runs a statement and gives its rows, or how many it changed. */
export function execute(statement: Statement, parameters: readonly unknown[]): QueryResult<never> {
  if (statement.reader) return { rows: statement.all(...parameters) };
  const { changes } = statement.run(...parameters);
  return { rows: [], numAffectedRows: BigInt(changes) };
}
