import type { Migration } from '../migrate.ts';

/**
 * What a privacyIDEA server needs: secrets that stay here until they are delivered, records that it takes no part in, and
 * what a person decided about one that it refused.
 */
export const privacyidea: Migration = {
  number: 30,
  apply: (db) => {
    db.exec(`
      ALTER TABLE issuances ADD COLUMN keeps_seed INTEGER NOT NULL DEFAULT 0 CHECK (keeps_seed IN (0, 1));
      ALTER TABLE issuances ADD COLUMN pin BLOB;

      CREATE TABLE outbox_30 (
        position INTEGER PRIMARY KEY,
        record TEXT NOT NULL UNIQUE REFERENCES records (id),
        state TEXT NOT NULL CHECK (state IN ('waiting', 'refused', 'delivered', 'kept', 'given up')),
        failure TEXT,
        receipt TEXT,
        decision TEXT NOT NULL DEFAULT '' CHECK (decision IN ('', 'replace')),
        enqueued_at TEXT NOT NULL,
        delivered_at TEXT
      ) STRICT;
      INSERT INTO outbox_30 (position, record, state, failure, receipt, enqueued_at, delivered_at)
        SELECT position, record, state, failure, receipt, enqueued_at, delivered_at FROM outbox;
      DROP TABLE outbox;
      ALTER TABLE outbox_30 RENAME TO outbox;
      CREATE INDEX outbox_waiting ON outbox (position) WHERE state IN ('waiting', 'refused');
    `);
  },
};
