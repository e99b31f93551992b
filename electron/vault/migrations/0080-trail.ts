import type { Migration } from '../migrate.ts';

/** Checkpoints of the server's log, what is proven to be inside, and what contradicted them. */
export const trail: Migration = {
  number: 80,
  apply: (db) => {
    db.exec(`
      CREATE TABLE kept_checkpoints (
        place INTEGER PRIMARY KEY AUTOINCREMENT,
        -- 0 with an empty note: there is nothing to go on from.
        size INTEGER NOT NULL,
        note TEXT NOT NULL,
        kept_at TEXT NOT NULL,
        told_at TEXT,
        -- A person decided that the log begins anew here.
        begins INTEGER NOT NULL DEFAULT 0
      ) STRICT;

      CREATE TABLE inclusions (
        record TEXT PRIMARY KEY REFERENCES records (id),
        checkpoint INTEGER NOT NULL REFERENCES kept_checkpoints (place),
        head TEXT NOT NULL,
        entry TEXT NOT NULL,
        proof TEXT NOT NULL,
        proven_at TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX inclusions_checkpoint ON inclusions (checkpoint);

      CREATE TABLE contradictions (
        place INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        what TEXT NOT NULL,
        -- The record whose entry is another one or away; empty for the log as a whole.
        record TEXT NOT NULL,
        kept TEXT NOT NULL,
        offered TEXT NOT NULL,
        found_at TEXT NOT NULL,
        settled TEXT,
        told INTEGER NOT NULL DEFAULT 0
      ) STRICT;
    `);
  },
};
