import { changed } from './changed.ts';
import type { Db } from './schema.ts';

/** A station's line under a checkpoint: it saw this one, and that it goes on from the one it saw before. */
interface Countersignature {
  readonly size: number;
  readonly station: string;
  readonly line: string;
}

export interface Countersignatures {
  /** Lines under one checkpoint. */
  readonly under: (size: number) => Promise<readonly string[]>;
  /** Keeps it once; false when the station has signed this checkpoint before. */
  readonly add: (signature: Countersignature, at: string) => Promise<boolean>;
}

export function countersignatures(db: Db): Countersignatures {
  return {
    under: async (size) =>
      (
        await db.selectFrom('countersignatures').select('line').where('size', '=', size).orderBy('station').execute()
      ).map(({ line }) => line),
    add: async ({ size, station, line }, at) =>
      (await changed(
        db
          .insertInto('countersignatures')
          .values({ size, station, line, received_at: at })
          .onConflict((conflict) => conflict.columns(['size', 'station']).doNothing()),
      )) === 1,
  };
}
