import type { Db } from './schema.ts';

/** Up to 256 hashes of one level of the audit's tree, in a row; only the last of a level may have fewer. */
interface Tile {
  readonly place: number;
  readonly hashes: Uint8Array;
}

export interface TreeTiles {
  readonly find: (level: number, place: number) => Promise<Tile | undefined>;
  /** The last of a level. */
  readonly last: (level: number) => Promise<Tile | undefined>;
  /** Puts it there, or in place of one with fewer hashes. */
  readonly put: (level: number, tile: Tile) => Promise<void>;
}

export function treeTiles(db: Db): TreeTiles {
  const rows = (level: number) => db.selectFrom('tree_tiles').select(['place', 'hashes']).where('level', '=', level);
  return {
    find: (level, place) => rows(level).where('place', '=', place).executeTakeFirst(),
    last: (level) => rows(level).orderBy('place', 'desc').limit(1).executeTakeFirst(),
    async put(level, { place, hashes }) {
      await db
        .insertInto('tree_tiles')
        .values({ level, place, hashes })
        .onConflict((conflict) => conflict.columns(['level', 'place']).doUpdateSet({ hashes }))
        .execute();
    },
  };
}
