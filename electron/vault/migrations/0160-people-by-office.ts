import type { Migration } from '../migrate.ts';

/** Who may be seen is decided by the office: a search reads it from the index, too, and no person it does not show. */
export const peopleByOffice: Migration = {
  number: 160,
  apply: (db) => {
    db.exec(`
      DROP INDEX holders_in_order;
      CREATE INDEX holders_in_order ON holders (sort, realm, username, folded, office);
    `);
  },
};
