import type { Db } from './schema.ts';

const stride = 5000;

/** The serials at every so many places of the list, as far as somebody has asked. */
interface Places {
  readonly changes: number;
  readonly serials: string[];
}

const known = new WeakMap<Db, Places>();

/** How many tokens there are. */
export async function countLiving(db: Db): Promise<{ readonly number: number; readonly changes: number }> {
  return db.selectFrom('living_tokens').select(['number', 'changes']).executeTakeFirstOrThrow();
}

/**
 * Where a far page of the list by serial begins: a serial before it and how many are to be passed over from there. A
 * database walks over all that it passes over, so that places once walked to are kept until a token begins or ends.
 */
export async function placeBefore(
  db: Db,
  changes: number,
  offset: number,
): Promise<{ readonly from: string | undefined; readonly pass: number }> {
  const places = placesOf(db, changes);
  const { serials } = places;
  const wanted = Math.floor(offset / stride);
  while (serials.length < wanted && (await walkOn(db, places)));
  const at = Math.min(wanted, serials.length);
  return { from: serials[at - 1], pass: offset - at * stride };
}

function placesOf(db: Db, changes: number): Places {
  let places = known.get(db);
  if (places === undefined || places.changes !== changes) {
    places = { changes, serials: [] };
    known.set(db, places);
  }
  return places;
}

/** Whether there is a place behind the last one that is known. Who walks at the same time may have found it first. */
async function walkOn(db: Db, { serials }: Places): Promise<boolean> {
  const walked = serials.length;
  const last = serials.at(-1);
  const next = await db
    .selectFrom('credentials')
    .select('serial')
    .where('ended_at', 'is', null)
    .$if(last !== undefined, (query) => query.where('serial', '>=', last ?? ''))
    .orderBy('serial')
    .limit(1)
    .offset(stride)
    .executeTakeFirst();
  if (next !== undefined && serials.length === walked) serials.push(next.serial);
  return next !== undefined;
}
