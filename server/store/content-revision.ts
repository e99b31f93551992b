import type { Db } from './schema.ts';

/** Tables that no station is told of. What is not named here counts, so that a new table is never missed. */
const silent = new Set([
  'audit',
  'records',
  'disputed_records',
  'enrolment_secrets',
  'stations',
  'credential_info',
  'migrations',
]);

/** What of a credential stations are told; counters and failures move with every check and are none of it. */
const credentialColumns = 'serial, token_serial, type, active, revoked, owner_id, ended_at';

/**
 * Something that is the same text for as long as nothing that stations are told of has changed: counted by triggers of
 * this connection, which end with it, and by SQLite for the commits of others.
 */
export function contentRevision(db: Db): () => Promise<string> {
  db.exec('CREATE TEMP TABLE content_revision (number INTEGER NOT NULL); INSERT INTO content_revision VALUES (0)');
  const tables = db
    .prepare<[], string>(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%'",
    )
    .pluck()
    .all();
  for (const table of tables.filter((name) => !silent.has(name))) {
    const update = table === 'credentials' ? `UPDATE OF ${credentialColumns}` : 'UPDATE';
    for (const [suffix, event] of [
      ['insert', 'INSERT'],
      ['update', update],
      ['delete', 'DELETE'],
    ]) {
      db.exec(`CREATE TEMP TRIGGER content_${table}_${suffix} AFTER ${event} ON main.${table}
        BEGIN UPDATE content_revision SET number = number + 1; END`);
    }
  }
  const own = db.prepare<[], number>('SELECT number FROM content_revision').pluck();
  const others = db.prepare<[], number>('PRAGMA data_version').pluck();
  return () => `${own.get()} ${others.get()}`;
}
