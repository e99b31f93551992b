import { z } from 'zod';

/** What a desk asks once the server has the record of a spare that was written anew, with the code that proved it there. */
export const spareProofRequest = z.strictObject({
  record: z.string().regex(/^[0-9a-f]{32}$/),
  code: z.string().max(64).optional(),
});

/** What the server's own keys show: see `ServerProof`. */
export const spareProof = z.object({
  fresh: z.enum(['alive', 'gone']),
  typed: z.boolean().nullable(),
  former: z.int().min(0),
  formerAlive: z.int().min(0),
});
