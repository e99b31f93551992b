import { z } from 'zod';
import { contradictionKinds } from '../log/contradiction.ts';

/** The server's log as this desk keeps it, and its own trail to take away. */
const trailState = z.object({
  /** The newest checkpoint that is kept; nothing before the first, or with a server that makes none. */
  kept: z
    .object({
      origin: z.string(),
      size: z.int(),
      keptAt: z.string(),
      /** When the server took this desk's signature under it. */
      countersignedAt: z.string().nullable(),
      /** Since when this log is watched, and how many entries it had then. */
      since: z.string(),
      sinceSize: z.int(),
    })
    .nullable(),
  /** When this desk was put back from its records, without what it had kept of the log. */
  watchedAnew: z.string().nullable(),
  /** Own records with a receipt, and how many of them are proven to be in the log. */
  records: z.object({ delivered: z.int(), proven: z.int() }),
  /** What nobody has settled yet: nothing is countersigned meanwhile. */
  contradiction: z
    .object({
      id: z.string(),
      what: z.enum(contradictionKinds),
      foundAt: z.string(),
      keptSize: z.int(),
      offeredSize: z.int(),
      record: z.string(),
    })
    .nullable(),
});

/** Where a record is in the server's log. */
export const recordInclusion = z.object({ position: z.int(), size: z.int(), provenAt: z.string() }).nullable();

export const trailChannels = {
  'trail/state': { request: z.undefined(), reply: trailState },
  'trail/settle': {
    request: z.object({ id: z.string().max(64), reason: z.string().min(1).max(2000) }),
    reply: z.undefined(),
  },
  /** A bundle as the server's own: `npm run verify` reads both. */
  'trail/export': { request: z.undefined(), reply: z.object({ saved: z.boolean() }) },
} as const;
