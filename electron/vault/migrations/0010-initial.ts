import type { Migration } from '../migrate.ts';

/** Everything a station must never lose: tokens, issuances, ceremonies, records, the audit chain, the outbox. */
export const initial: Migration = {
  number: 10,
  apply: (db) => {
    db.exec(`
      CREATE TABLE meta (
        key TEXT PRIMARY KEY,
        value TEXT NOT NULL
      ) STRICT;

      CREATE TABLE tokens (
        serial TEXT PRIMARY KEY,
        model TEXT NOT NULL,
        firmware TEXT NOT NULL,
        transport TEXT NOT NULL,
        practice INTEGER NOT NULL,
        state TEXT NOT NULL,
        holder_realm TEXT NOT NULL DEFAULT '',
        holder_username TEXT NOT NULL DEFAULT '',
        holder_name TEXT NOT NULL DEFAULT '',
        slot INTEGER NOT NULL DEFAULT 0,
        credential TEXT NOT NULL DEFAULT '',
        updated_at TEXT NOT NULL
      ) STRICT;

      CREATE TABLE ceremonies (
        id TEXT PRIMARY KEY,
        state TEXT NOT NULL,
        open INTEGER NOT NULL CHECK (open IN (0, 1)),
        started_at TEXT NOT NULL,
        updated_at TEXT NOT NULL
      ) STRICT;
      CREATE UNIQUE INDEX one_open_ceremony ON ceremonies (open) WHERE open = 1;

      CREATE TABLE issuances (
        id TEXT PRIMARY KEY,
        ceremony TEXT NOT NULL REFERENCES ceremonies (id),
        token TEXT NOT NULL,
        slot INTEGER NOT NULL CHECK (slot IN (1, 2)),
        type TEXT NOT NULL,
        digits INTEGER NOT NULL,
        start_counter INTEGER NOT NULL,
        counter INTEGER NOT NULL,
        public_id TEXT NOT NULL,
        practice INTEGER NOT NULL,
        state TEXT NOT NULL CHECK
          (state IN ('prepared', 'writing', 'programmed', 'verified', 'issued', 'void', 'quarantined')),
        reason TEXT NOT NULL DEFAULT '',
        seed BLOB,
        sealed_seed TEXT,
        sealed_pin TEXT,
        prepared_at TEXT NOT NULL,
        updated_at TEXT NOT NULL
      ) STRICT;
      CREATE UNIQUE INDEX one_active_issuance ON issuances (token, slot)
        WHERE state IN ('writing', 'programmed', 'verified', 'issued');
      CREATE INDEX issuances_of_ceremony ON issuances (ceremony);

      CREATE TABLE records (
        position INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        ceremony TEXT NOT NULL,
        kind TEXT NOT NULL,
        practice INTEGER NOT NULL,
        sequence INTEGER NOT NULL,
        record TEXT NOT NULL,
        hash TEXT NOT NULL,
        signature TEXT NOT NULL,
        holder_name TEXT NOT NULL,
        token TEXT NOT NULL,
        controller TEXT NOT NULL,
        recorded_at TEXT NOT NULL
      ) STRICT;
      CREATE UNIQUE INDEX record_sequence ON records (sequence) WHERE practice = 0;
      CREATE TRIGGER records_stay BEFORE UPDATE ON records BEGIN SELECT RAISE(ABORT, 'records are append-only'); END;
      CREATE TRIGGER records_last BEFORE DELETE ON records BEGIN SELECT RAISE(ABORT, 'records are append-only'); END;

      CREATE TABLE audit (
        position INTEGER PRIMARY KEY,
        entry TEXT NOT NULL,
        hash TEXT NOT NULL
      ) STRICT;
      CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
      CREATE TRIGGER audit_lasts BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;

      CREATE TABLE outbox (
        position INTEGER PRIMARY KEY,
        record TEXT NOT NULL UNIQUE REFERENCES records (id),
        state TEXT NOT NULL CHECK (state IN ('waiting', 'refused', 'delivered')),
        failure TEXT,
        receipt TEXT,
        enqueued_at TEXT NOT NULL,
        delivered_at TEXT
      ) STRICT;
      CREATE INDEX outbox_waiting ON outbox (position) WHERE state <> 'delivered';
    `);
  },
};
