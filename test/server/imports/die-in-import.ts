import Database from 'better-sqlite3';
import pg from 'pg';

/** Loaded before the server: kills it inside the transaction of an import, when every key is inserted but none durable. */
const isLast = (text: unknown) =>
  typeof text === 'string' && text.includes('"credential_realms"') && text.includes('"staged_keys"."owner_id"');

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('the process has ended');
}

const prepare = Database.prototype.prepare;
Database.prototype.prepare = function (this: Database.Database, sql: string) {
  const statement = prepare.call(this, sql);
  if (!isLast(sql)) return statement;
  const run = statement.run.bind(statement);
  statement.run = (...values: unknown[]) => {
    (run as (...all: unknown[]) => unknown)(...values);
    return die();
  };
  return statement;
} as typeof prepare;

const query = pg.Client.prototype.query as (this: pg.Client, ...given: unknown[]) => unknown;
pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
  const outcome = query.apply(this, given);
  const [asked] = given as [{ readonly text?: string }];
  return isLast(asked.text) ? (outcome as Promise<unknown>).then(die) : outcome;
} as typeof pg.Client.prototype.query;
