import type { Migration } from '../migrate.ts';

/** Who is to get a token next, in the server's order; whoever was put off here stands behind the others. */
export const queue: Migration = {
  number: 90,
  apply: (db) => {
    db.exec(`
      CREATE TABLE queue (
        realm TEXT NOT NULL,
        username TEXT NOT NULL,
        office TEXT NOT NULL,
        since TEXT NOT NULL,
        place INTEGER NOT NULL,
        put_off INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (realm, username)
      ) STRICT, WITHOUT ROWID;

      -- The queue and the roll-out come with the next pull, also when nothing else has changed.
      UPDATE meta SET value = json_set(value, '$.etag', '') WHERE key = 'snapshot';
    `);
  },
};
