import { z } from 'zod';
import { longestController } from '../holder.ts';

/** What a desk asks about a token that somebody brings back: whether what it typed is its own code. */
export const touchProofRequest = z.strictObject({
  controller: z.string().max(longestController),
  token: z.string().regex(/^\d{1,10}$/),
  code: z.string().min(1).max(64),
});

export const touchProof = z.object({ proven: z.boolean() });
