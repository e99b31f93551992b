import type { Migration } from '../migrate.ts';

/** The lists that a local word changes, and how a row says which part of what was pulled it belongs to. */
const changedHere = [
  ['server_tokens', 'UPDATE', 'OLD.part'],
  ['server_tokens', 'DELETE', 'OLD.part'],
  ['stock', 'UPDATE', 'OLD.part'],
  ['stock', 'DELETE', 'OLD.part'],
  ['queue', 'UPDATE OF office, since, place, part', 'OLD.part'],
  ['queue', 'DELETE', 'OLD.part'],
  ['shipments', 'INSERT', `'shipments/' || NEW.id`],
  ['shipments', 'UPDATE', `'shipments/' || NEW.id`],
  ['shipments', 'DELETE', `'shipments/' || OLD.id`],
  ['shipment_tokens', 'INSERT', `'shipments/' || NEW.shipment`],
  ['shipment_tokens', 'UPDATE', `'shipments/' || NEW.shipment`],
  ['shipment_tokens', 'DELETE', `'shipments/' || OLD.shipment`],
  ['conflicts', 'INSERT', `'rest'`],
  ['conflicts', 'UPDATE OF row, settled', `'rest'`],
  ['conflicts', 'DELETE', `'rest'`],
] as const;

/**
 * What is pulled comes in parts: each row names its part, and of each part the hash is known of what the server said. A
 * part in which something was changed here is no longer what the server said. Fetched parts wait until all are there.
 */
export const parts: Migration = {
  number: 120,
  apply: (db) => {
    db.exec(`
      CREATE TABLE known_parts (name TEXT PRIMARY KEY, hash TEXT NOT NULL) STRICT, WITHOUT ROWID;
      CREATE TABLE fetched_parts (name TEXT PRIMARY KEY, hash TEXT NOT NULL, rows TEXT NOT NULL) STRICT;

      ${['holders', 'server_tokens', 'stock', 'queue']
        .map(
          (table) => `
      ALTER TABLE ${table} ADD COLUMN part TEXT NOT NULL DEFAULT '';
      CREATE INDEX ${table}_of_part ON ${table} (part);`,
        )
        .join('')}

      ${changedHere
        .map(
          ([table, event, part]) => `
      CREATE TRIGGER ${table}_${event.slice(0, 6).toLowerCase()}_here AFTER ${event} ON ${table} BEGIN
        UPDATE known_parts SET hash = '' WHERE name = ${part} AND hash <> '';
      END;`,
        )
        .join('')}

      -- Signed in while a pull is under way: what is being pulled may be older than their token.
      ALTER TABLE desk_controllers ADD COLUMN fresh INTEGER NOT NULL DEFAULT 0;

      UPDATE meta SET value = json_set(value, '$.etag', '') WHERE key = 'snapshot';
    `);
  },
};
