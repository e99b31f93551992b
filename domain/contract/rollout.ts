import { z } from 'zod';

/** How far an organisation is with its tokens, as the server counts it and stations are told. */

const count = z.int().min(0);

const officeFacts = z.object({
  /** Empty: people name this office, and nobody made it. */
  id: z.string(),
  name: z.string(),
  /** Who controls trust there today. */
  controllers: z.array(z.string()),
  /** Of its people: who are to get a token, who have one, who are in the queue. */
  need: count,
  have: count,
  queued: count,
  /** Tokens on its shelf that can be issued. */
  shelf: count,
});

const groupFacts = z.object({
  id: z.string(),
  name: z.string(),
  /** Its members cannot log in without a token. */
  requires: z.boolean(),
  people: count,
  need: count,
  have: count,
});

export const rolloutFacts = z.object({
  /** Who is to get a token: whoever has one, is in the queue, or cannot log in without. */
  need: count,
  have: count,
  queued: count,
  /** Of whom a token is required and who have none. */
  lockedOut: count,
  /** Physical tokens: known at all, on shelves to be issued, between offices, to be written anew. */
  tokens: z.object({ known: count, free: count, away: count, spoilt: count }),
  contact: z.boolean(),
  offices: z.array(officeFacts),
  groups: z.array(groupFacts),
  /** What was given out lately: by the hour (`2026-11-22T06`, UTC) and the office of the person. */
  given: z.array(z.object({ office: z.string(), hour: z.string(), count })),
});
export type RolloutFacts = z.infer<typeof rolloutFacts>;
export type OfficeFacts = RolloutFacts['offices'][number];

/** Somebody who is to get a token next. */
export const queued = z.object({ realm: z.string(), username: z.string(), office: z.string(), since: z.string() });
