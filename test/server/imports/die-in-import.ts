import Database from 'better-sqlite3';

/** Loaded before the server: kills it inside the transaction of an import, when every key is inserted but none durable. */
const exec = Database.prototype.exec;
Database.prototype.exec = function (this: Database.Database, sql: string) {
  const done = exec.call(this, sql);
  if (sql.includes('credential_realms') && sql.includes('staged.owner_id')) process.kill(process.pid, 'SIGKILL');
  return done;
};
