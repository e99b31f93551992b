import { z } from 'zod';

/** Further off is no clock: what is reckoned with it would be no date. */
const mostOffMinutes = 10_000 * 366 * 24 * 60;

/**
 * What is reckoned with of a record in the agreed form. One without it is kept as disputed, in its place: those behind
 * it go on.
 */
export const readableRecord = z.object({
  recordedAt: z.iso.datetime(),
  desk: z
    .object({
      offMinutes: z.int().min(-mostOffMinutes).max(mostOffMinutes),
      heardAt: z.iso.datetime(),
    })
    .optional(),
});
