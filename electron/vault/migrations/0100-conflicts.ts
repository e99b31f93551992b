import type { Migration } from '../migrate.ts';

/** What records contradicted, as the server told it, and what was decided here and is on its way. `row` is JSON. */
export const conflicts: Migration = {
  number: 100,
  apply: (db) => {
    db.exec(`
      CREATE TABLE conflicts (
        record TEXT PRIMARY KEY,
        row TEXT NOT NULL,
        raised_at TEXT NOT NULL,
        settled INTEGER NOT NULL,
        decided_here TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;

      UPDATE meta SET value = json_set(value, '$.etag', '') WHERE key = 'snapshot';
    `);
  },
};
