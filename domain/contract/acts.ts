import { z } from 'zod';
import { withdrawalReasons } from '../act.ts';
import { type FailureCode, failures } from '../failure.ts';
import { tokenStates } from '../token.ts';
import { tokenActs } from '../token-act.ts';
import { loginsAfter } from '../trust/login-after.ts';
import { callerProofs } from '../trust/temporary-code.ts';
import { codesAlive } from './live-codes.ts';

/** What a trust controller does at the desk after issuance: each act is over at once and answers its record's id. */
const serial = z.string().regex(/^\d{1,10}$/);
const note = z.string().max(2000);
const office = z.string().min(1).max(100);
const recorded = z.object({ record: z.string() });

const foreseen = z.object({
  token: z.string(),
  model: z.string(),
  /** It is in the port of this desk now. */
  isHere: z.boolean(),
  state: z.enum(tokenStates).nullable(),
  person: z
    .object({ realm: z.string(), username: z.string(), name: z.string(), office: z.string(), hasMail: z.boolean() })
    .nullable(),
  /** Whose a lost token was; empty when nobody knows. */
  was: z.string(),
  /** How the person logs in afterwards, by what this desk knows; nothing when it concerns nobody. */
  after: z.enum(loginsAfter).nullable(),
  /** Where the controller may take a token back. */
  offices: z.array(z.object({ id: z.string(), name: z.string() })),
  /** Why it cannot be done, when it cannot. */
  problem: z
    .object({
      code: z.enum(Object.keys(failures) as [FailureCode, ...FailureCode[]]),
      context: z.record(z.string(), z.union([z.string(), z.number()])),
    })
    .nullable(),
});

export const actChannels = {
  /** Who a token is about and what would follow; changes nothing. */
  'acts/foresee': { request: z.object({ act: z.enum(tokenActs), token: serial }), reply: foreseen },
  'acts/withdraw': { request: z.object({ token: serial, reason: z.enum(withdrawalReasons), note }), reply: recorded },
  'acts/report-lost': { request: z.object({ token: serial, note }), reply: recorded },
  /** `typed` is a code of the token itself: where there is one the server checks it, else the serial is proof enough. */
  'acts/take-back': {
    request: z.object({
      token: serial,
      office,
      typed: z.object({ typed: z.string().max(64), longestGapMs: z.number().min(0) }).optional(),
    }),
    reply: recorded,
  },
  'acts/scrap': { request: z.object({ token: serial, office, note }), reply: recorded },
  /**
   * A code for once, for the eyes of whoever stands there: told in this reply, as bytes, and kept nowhere. `typed` is a
   * code of the controller's own token.
   */
  'acts/temporary-code': {
    request: z.object({
      realm: z.string().max(100),
      username: z.string().max(200),
      proof: z.enum(callerProofs),
      typed: z.string().max(64),
      longestGapMs: z.number().min(0),
    }),
    reply: z.object({ code: z.instanceof(Uint8Array), validSeconds: z.int(), record: z.string() }),
  },
  /**
   * The same at a privacyIDEA server: a password for some days that stands in for a token, which is lost from then on. Told
   * in this reply, as bytes, and kept nowhere.
   */
  'acts/stand-in': {
    request: z.object({ token: serial, proof: z.enum(callerProofs) }),
    reply: z.object({ password: z.instanceof(Uint8Array), until: z.string(), record: z.string() }),
  },
  /** Whose codes are alive: known to the server alone. */
  'acts/live-codes': { request: z.undefined(), reply: codesAlive },
  /** Ends somebody's code before it is used; no record when there was none any more. */
  'acts/end-code': {
    request: z.object({ realm: z.string().max(100), username: z.string().max(200) }),
    reply: z.object({ record: z.string().nullable() }),
  },
} as const;
