import type { Migration } from '../migrate.ts';

/** What is on its way between offices, and what is being received, counted, packed or unpacked here. */
export const stock: Migration = {
  number: 60,
  apply: (db) => {
    db.exec(`
      CREATE INDEX stock_of_office ON stock (office, serial);

      CREATE TABLE shipments (
        id TEXT PRIMARY KEY,
        from_office TEXT NOT NULL,
        to_office TEXT NOT NULL,
        state TEXT NOT NULL,
        sent_at TEXT NOT NULL,
        received_at TEXT,
        controller TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE shipment_tokens (
        shipment TEXT NOT NULL,
        token TEXT NOT NULL,
        outcome TEXT NOT NULL,
        PRIMARY KEY (shipment, token)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX shipments_of_token ON shipment_tokens (token);

      CREATE TABLE stock_drafts (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('receive', 'count', 'pack', 'arrive')),
        office TEXT NOT NULL,
        other_office TEXT NOT NULL,
        shipment TEXT NOT NULL,
        order_number TEXT NOT NULL,
        controller TEXT NOT NULL,
        opened_at TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE UNIQUE INDEX one_draft ON stock_drafts (kind, office, other_office, shipment);

      CREATE TABLE stock_draft_tokens (
        draft TEXT NOT NULL REFERENCES stock_drafts (id) ON DELETE CASCADE,
        serial TEXT NOT NULL,
        place INTEGER NOT NULL,
        model TEXT NOT NULL,
        how TEXT NOT NULL CHECK (how IN ('plugged in', 'scanned', 'typed', 'file')),
        added_at TEXT NOT NULL,
        PRIMARY KEY (draft, serial)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX draft_in_order ON stock_draft_tokens (draft, place);

      UPDATE meta SET value = json_set(value, '$.etag', '') WHERE key = 'snapshot';
    `);
  },
};
