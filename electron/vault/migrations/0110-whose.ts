import type { Migration } from '../migrate.ts';

/** The tokens of a person and the records of a token are found without reading all others: each pull asks for many. */
export const whose: Migration = {
  number: 110,
  apply: (db) => {
    db.exec(`
      CREATE INDEX tokens_of_holder ON tokens (holder_realm, holder_username);
      CREATE INDEX records_of_token ON records (token);
    `);
  },
};
