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
  /** It says itself that its members need a token to log in. */
  requires: z.boolean(),
  /** They need one, by this group or one around it. */
  required: z.boolean(),
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

const text = (max: number) => z.string().max(max);
const person = { realm: text(100).min(1), username: text(200).min(1) };

const waiting = queued.extend({
  name: z.string(),
  /** Tokens they have already. */
  tokens: count,
});

/** Someone an administrator sees in the queue, and who put them there. */
const queueEntry = queued.extend({ name: z.string(), by: z.string() });
export type QueueEntry = z.infer<typeof queueEntry>;

export const rolloutChannels = {
  /** What this station was told last, and when; `waiting`: issuances made here that are not counted in it yet. */
  'rollout/board': {
    request: z.undefined(),
    reply: z.object({ facts: rolloutFacts.nullable(), at: z.string().nullable(), waiting: count }),
  },
  /** Who is next, of the offices the controller acts in. */
  'rollout/next': {
    request: z.object({ limit: z.int().min(1).max(200) }),
    reply: z.object({ next: z.array(waiting), total: count }),
  },
  /** Somebody who did not come goes behind the others, at this desk alone. */
  'rollout/skip': { request: z.object(person), reply: z.undefined() },
  /** Since when somebody is in the queue. */
  'queue-here/look': { request: z.object(person), reply: z.object({ since: z.string().nullable() }) },
  /** Puts somebody at the end of the queue, or takes them out: a record. Nothing is recorded when it is so already. */
  'queue-here/put': { request: z.object(person), reply: z.object({ record: z.string().nullable() }) },
  'queue-here/take': { request: z.object(person), reply: z.object({ record: z.string().nullable() }) },
} as const;

/** What an administrator is shown and does, in a session of their own. */
export const queueChannels = {
  /** The same as the board's facts, from the server now. */
  'rollout/fresh': { request: z.undefined(), reply: rolloutFacts },
  'queue/list': { request: z.undefined(), reply: z.array(queueEntry) },
  /** One person, or everybody in a group who has no token; answers how many were not in it before. */
  'queue/add': { request: z.union([z.object(person), z.object({ group: text(60).min(1) })]), reply: count },
  'queue/remove': { request: z.object(person), reply: z.undefined() },
} as const;
