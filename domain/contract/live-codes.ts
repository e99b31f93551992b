import { z } from 'zod';

/** Temporary codes that are alive: of whom, by whom, and until when by the server's clock; never the codes. */
export const codesAlive = z.array(
  z.object({
    realm: z.string(),
    username: z.string(),
    controller: z.string(),
    endsAt: z.string(),
    /** From the answer on, whatever anybody's clock says. */
    leftSeconds: z.int(),
  }),
);
