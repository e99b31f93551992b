import type { Migration } from '../migrate.ts';

/**
 * Who signed in here, what each of them has read, how often somebody guessed wrong while the server was away, and the
 * codes ahead that the desk can check by itself.
 */
export const signIn: Migration = {
  number: 50,
  apply: (db) => {
    db.exec(`
      CREATE TABLE desk_controllers (
        name TEXT PRIMARY KEY,
        guidelines_read INTEGER NOT NULL DEFAULT 0,
        signed_in_at TEXT NOT NULL DEFAULT '',
        credential TEXT NOT NULL DEFAULT '',
        memory_kib INTEGER NOT NULL DEFAULT 0,
        passes INTEGER NOT NULL DEFAULT 0,
        wrong INTEGER NOT NULL DEFAULT 0,
        wrong_at TEXT NOT NULL DEFAULT ''
      ) STRICT, WITHOUT ROWID;

      -- Sealed under the vault's key: salt and hash of one code with the password.
      CREATE TABLE offline_verifiers (
        controller TEXT NOT NULL REFERENCES desk_controllers (name) ON DELETE CASCADE,
        counter INTEGER NOT NULL,
        sealed BLOB NOT NULL,
        PRIMARY KEY (controller, counter)
      ) STRICT;

      -- The station's office and the end of loans come with the next pull.
      UPDATE meta SET value = json_set(value, '$.etag', '') WHERE key = 'snapshot';
    `);
  },
};
