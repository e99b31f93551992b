import { sql } from 'kysely';

/** What a statement says that is planned each time it is run. */
export const plannedAnewMark = '/* planned anew */';

/**
 * For a statement that reads many rows: PostgreSQL plans it by how much there is now. A plan that was kept from when a table
 * was small may read all of it for every row, until statistics are taken.
 */
export const plannedAnew = sql.raw(plannedAnewMark);
