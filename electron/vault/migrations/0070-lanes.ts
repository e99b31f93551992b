import type { Migration } from '../migrate.ts';

/** Spares that are written anew, a box at a time. Each is a small ceremony, which its attempts and records name. */
export const lanes: Migration = {
  number: 70,
  apply: (db) => {
    db.exec(`
      CREATE TABLE lanes (
        id TEXT PRIMARY KEY,
        state TEXT NOT NULL,
        open INTEGER NOT NULL CHECK (open IN (0, 1)),
        started_at TEXT NOT NULL,
        updated_at TEXT NOT NULL
      ) STRICT;
      CREATE UNIQUE INDEX one_open_lane ON lanes (open) WHERE open = 1;

      CREATE TABLE lane_tokens (
        id TEXT PRIMARY KEY REFERENCES ceremonies (id),
        lane TEXT NOT NULL REFERENCES lanes (id),
        place INTEGER NOT NULL,
        token TEXT NOT NULL,
        issuance TEXT,
        record TEXT,
        state TEXT NOT NULL,
        updated_at TEXT NOT NULL,
        UNIQUE (lane, token)
      ) STRICT;
      CREATE INDEX lane_tokens_by_record ON lane_tokens (record) WHERE record IS NOT NULL;
    `);
  },
};
