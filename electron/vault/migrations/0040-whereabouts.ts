import type { Migration } from '../migrate.ts';

/** What acts after issuance are judged by, offline too: what the gate wants of people, and where each token is. */
export const whereabouts: Migration = {
  number: 40,
  apply: (db) => {
    db.exec(`
      ALTER TABLE holders ADD COLUMN require_token INTEGER;

      CREATE TABLE stock (
        serial TEXT PRIMARY KEY,
        model TEXT NOT NULL,
        state TEXT NOT NULL,
        office TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;

      -- Both come with the next pull, also when nothing else has changed.
      UPDATE meta SET value = json_set(value, '$.etag', '') WHERE key = 'snapshot';
    `);
  },
};
