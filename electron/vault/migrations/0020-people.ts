import type { Migration } from '../migrate.ts';

/** What is pulled for offline work: people, and the credentials the server knows. */
export const people: Migration = {
  number: 20,
  apply: (db) => {
    db.exec(`
      CREATE TABLE holders (
        realm TEXT NOT NULL,
        username TEXT NOT NULL,
        user_id TEXT NOT NULL,
        given_name TEXT NOT NULL,
        surname TEXT NOT NULL,
        email TEXT NOT NULL,
        office TEXT NOT NULL,
        folded TEXT NOT NULL,
        sort TEXT NOT NULL,
        PRIMARY KEY (realm, username)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX holders_in_order ON holders (sort, realm, username, folded);

      CREATE TABLE server_tokens (
        serial TEXT PRIMARY KEY,
        token TEXT NOT NULL,
        type TEXT NOT NULL,
        active INTEGER NOT NULL,
        revoked INTEGER NOT NULL,
        owner_realm TEXT NOT NULL,
        owner_username TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX server_tokens_by_token ON server_tokens (token);
      CREATE INDEX server_tokens_by_owner ON server_tokens (owner_realm, owner_username);
    `);
  },
};
