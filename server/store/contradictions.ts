import type { Contradiction } from '../../domain/log/contradiction.ts';
import { changed } from './changed.ts';
import type { Db } from './schema.ts';

/** What stations found that contradicts what they keep of this log. */
export interface Contradictions {
  readonly all: () => Promise<readonly Contradiction[]>;
  /** Keeps it once; false when it is known. */
  readonly add: (found: Contradiction, at: string) => Promise<boolean>;
  /** Keeps once what was decided about it; false when that is known. */
  readonly settle: (found: Contradiction) => Promise<boolean>;
}

export function contradictions(db: Db): Contradictions {
  return {
    all: async () =>
      (await db.selectFrom('contradictions').selectAll().orderBy('received_at').orderBy('id').execute()).map((row) => ({
        id: row.id,
        station: row.station,
        what: row.what,
        kept: row.kept,
        offered: row.offered,
        foundAt: row.found_at,
        settled:
          row.settled_at === null ? null : { at: row.settled_at, by: row.settled_by ?? '', reason: row.reason ?? '' },
      })),
    add: async ({ id, station, what, kept, offered, foundAt }, at) =>
      (await changed(
        db
          .insertInto('contradictions')
          .values({ id, station, what, kept, offered, found_at: foundAt, received_at: at })
          .onConflict((conflict) => conflict.columns(['station', 'id']).doNothing()),
      )) === 1,
    settle: async ({ id, station, settled }) =>
      settled !== null &&
      (await changed(
        db
          .updateTable('contradictions')
          .set({ settled_at: settled.at, settled_by: settled.by, reason: settled.reason })
          .where('station', '=', station)
          .where('id', '=', id)
          .where('settled_at', 'is', null),
      )) === 1,
  };
}
