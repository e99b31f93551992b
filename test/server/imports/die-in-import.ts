import Database from 'better-sqlite3';

/** Loaded before the server: kills it inside the transaction of an import, when every key is inserted but none durable. */
const prepare = Database.prototype.prepare;
Database.prototype.prepare = function (this: Database.Database, sql: string) {
  const statement = prepare.call(this, sql);
  if (!sql.includes('"credential_realms"') || !sql.includes('"staged_keys"."owner_id"')) return statement;
  const run = statement.run.bind(statement);
  statement.run = (...values: unknown[]) => {
    (run as (...all: unknown[]) => unknown)(...values);
    process.kill(process.pid, 'SIGKILL');
    throw new Error('the process has ended');
  };
  return statement;
} as typeof prepare;
