import { z } from 'zod';
import { type FailureCode, failures } from '../failure.ts';
import { spareStages } from '../stock/reprogram.ts';
import { tokenStates } from '../token.ts';
import { spareProof } from './spare-proof.ts';

/** Spares written anew, one box after the other: the lane as the window sees it. It holds no secret. */
const failure = z.object({
  code: z.enum(Object.keys(failures) as [FailureCode, ...FailureCode[]]),
  context: z.record(z.string(), z.union([z.string(), z.number()])),
});
const slot = z.union([z.literal(1), z.literal(2)]);
const type = z.enum(['hotp', 'yubikey']);
const digits = z.union([z.literal(6), z.literal(8)]);
const count = z.int().min(0);

const spare = z.object({
  id: z.string(),
  place: z.int(),
  serial: z.string(),
  model: z.string(),
  slot,
  stage: z.enum(spareStages),
  /** What state it was in when it was taken up. */
  before: z.enum(tokenStates),
  problem: failure.nullable(),
  record: z.string().nullable(),
  delivery: z.enum(['waiting', 'delivered', 'refused', 'given up', 'kept']).nullable(),
  /** What the server showed once it had the record: the old credential dead, the new one alive. */
  proof: spareProof.nullable(),
  isHere: z.boolean(),
});
export type SpareView = z.infer<typeof spare>;

/** What is in a port, and what it means to the lane: one of its tokens, or why it is none. */
const port = z.object({
  presence: z.string(),
  serial: z.string().nullable(),
  model: z.string(),
  spare: z.string().nullable(),
  failure: failure.nullable(),
});

const lane = z.object({
  id: z.string(),
  office: z.object({ id: z.string(), name: z.string() }),
  expected: z.int().nullable(),
  type,
  digits,
  slot,
  overwrite: z.boolean(),
  startedBy: z.string(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  /** Tokens are taken up as they come; else the lane rests until it is gone on with. */
  running: z.boolean(),
  /** Why it rests, when something made it. */
  problem: failure.nullable(),
  /** What was wrong with the last code, when it was nobody's in particular. */
  notice: failure.nullable(),
  count: z.object({ done: count, waiting: count, setAside: count, left: count.nullable() }),
  spares: z.array(spare),
  ports: z.array(port),
});
export type LaneView = z.infer<typeof lane>;

export const reprogramChannels = {
  /** The lane at this desk, finished or not, until it is put aside. */
  'reprogram/current': { request: z.undefined(), reply: lane.nullable() },
  /** Where the controller may begin one, with what lies there; empty without the right. */
  'reprogram/offices': {
    request: z.undefined(),
    reply: z.array(z.object({ id: z.string(), name: z.string() })),
  },
  'reprogram/begin': {
    request: z.object({
      office: z.string().min(1).max(100),
      expected: z.int().min(1).max(1000).nullable(),
      type,
      digits,
      slot,
      overwrite: z.boolean(),
    }),
    reply: lane,
  },
  /** Takes up what is in the ports, and what comes, until it rests. */
  'reprogram/run': { request: z.undefined(), reply: lane },
  'reprogram/rest': { request: z.undefined(), reply: z.undefined() },
  /** What a token typed, and the longest gap between its characters. */
  'reprogram/code': { request: z.object({ typed: z.string().max(64), longestGapMs: z.number().min(0) }), reply: lane },
  /** Takes up a token in a port once more, with the access code of its slot if it has one. */
  'reprogram/again': {
    request: z.object({
      spare: z.string().max(64),
      accessCode: z
        .instanceof(Uint8Array)
        .refine((bytes) => bytes.length <= 64)
        .optional(),
    }),
    reply: lane,
  },
  'reprogram/finish': { request: z.undefined(), reply: lane },
  /** Puts a finished lane aside. */
  'reprogram/close': { request: z.undefined(), reply: z.undefined() },
} as const;

export const reprogramEvents = { 'reprogram/changed': lane.nullable() } as const;
