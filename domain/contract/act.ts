import { z } from 'zod';
import { withdrawalReasons } from '../act.ts';
import { longestRealm, longestUserId, longestUsername } from '../holder.ts';
import { inOneRecord, mostParts } from '../stock/brought.ts';
import { largestCount } from '../stock/draft.ts';
import { conflictChoices } from '../trust/conflicts.ts';
import { callerProofs } from '../trust/temporary-code.ts';

/** Who holds a token, as records name them: what the resolvers of the server tell has these bounds. */
export const recordHolder = z.strictObject({
  realm: z.string().max(longestRealm),
  username: z.string().max(longestUsername),
  userId: z.string().max(longestUserId),
});
const holder = recordHolder;
const serial = z.string().regex(/^\d{1,10}$/);
/** The largest box of tokens; more are further records. */
const serials = z.array(serial).max(5000);
const counted = z.array(serial).max(largestCount);
const office = z.string().min(1).max(100);
const shipment = z.string().regex(/^[0-9a-f]{32}$/);
const record = z.string().regex(/^[0-9a-f]{32}$/);
const note = z.string().max(2000);
const sealed = z.strictObject({ keyId: z.string().max(64), enc: z.string().max(200), ciphertext: z.string().max(500) });

/** The seeds of a whole part: 128 bytes each at most. */
const sealedSeeds = sealed.extend({ ciphertext: z.string().max(180_000) });
/** The schema of `BroughtCredential`. */
export const broughtCredential = z.strictObject({
  serial: z.string().regex(/^[0-9A-Za-z_-]{1,80}$/),
  type: z.enum(['hotp', 'totp', 'yubikey', 'ocra']),
  seedBytes: z.int().min(1).max(128),
  otpLength: z.int().min(4).max(64),
  hash: z.enum(['sha1', 'sha256', 'sha512']),
  counter: z.int().min(0),
  timeStep: z.int().min(1),
  timeShift: z.int(),
  publicId: z.string().max(32),
  description: z.string().max(200),
  suite: z.string().max(100).optional(),
});
const brought = z.strictObject({
  file: shipment,
  part: z.int().min(1).max(mostParts),
  parts: z.int().min(1).max(mostParts),
  credentials: z.array(broughtCredential).min(1).max(inOneRecord),
  seeds: sealedSeeds,
});

const credentials = z.array(z.string().max(80)).max(100).optional();

/** The schema of `DeskAct`, strict as all of a record is: what is not in it would not be signed for. */
export const deskAct = z.discriminatedUnion('what', [
  z.strictObject({
    what: z.literal('withdrawn'),
    holder,
    token: serial,
    reason: z.enum(withdrawalReasons),
    inHand: z.boolean(),
    replacedBy: record.optional(),
    credentials,
  }),
  z.strictObject({
    what: z.literal('reported lost'),
    holder,
    token: serial,
    note,
    credentials,
    standIn: z
      .strictObject({ serial: z.string().max(80), until: z.string().max(40), proof: z.enum(callerProofs) })
      .optional(),
  }),
  z.strictObject({
    what: z.literal('returned'),
    token: serial,
    office,
    proven: z.boolean(),
    byCode: z.boolean().optional(),
  }),
  z.strictObject({ what: z.literal('temporary code'), holder, proof: z.enum(callerProofs) }),
  z.strictObject({ what: z.literal('code removed'), holder }),
  z.strictObject({ what: z.literal('queued'), holder }),
  z.strictObject({ what: z.literal('unqueued'), holder }),
  z.strictObject({
    what: z.literal('reprogrammed'),
    token: serial,
    office,
    credential: z.strictObject({
      issuance: z.string().regex(/^[0-9a-f]{32}$/),
      serial: z.string().regex(/^[0-9A-Za-z_-]{1,40}$/),
      type: z.enum(['hotp', 'yubikey']),
      slot: z.union([z.literal(1), z.literal(2)]),
      digits: z.union([z.literal(6), z.literal(8)]),
      counter: z.int().min(0),
      publicId: z.string().max(32),
      seed: sealed,
    }),
  }),
  z.strictObject({
    what: z.literal('received'),
    office,
    order: z.string().max(200),
    tokens: z.array(z.strictObject({ serial, model: z.string().max(100) })).max(inOneRecord),
    brought: brought.optional(),
  }),
  z.strictObject({
    what: z.literal('counted'),
    office,
    touched: counted,
    missing: counted,
    surplus: counted,
    lost: counted.optional(),
    taken: counted.optional(),
  }),
  z.strictObject({ what: z.literal('sent'), shipment, from: office, to: office, tokens: serials }),
  z.strictObject({ what: z.literal('arrived'), shipment, office, tokens: serials, lost: serials.optional() }),
  z.strictObject({ what: z.literal('called back'), shipment, office }),
  z.strictObject({ what: z.literal('scrapped'), token: serial, office, note }),
  z.strictObject({ what: z.literal('settled'), record, choice: z.enum(conflictChoices) }),
  z.strictObject({
    what: z.literal('signed in offline'),
    credential: z.string().regex(/^[0-9A-Za-z_-]{1,40}$/),
    counter: z
      .int()
      .min(0)
      .max(2 ** 40),
  }),
  z.strictObject({ what: z.literal('guidelines read'), version: z.int().min(1).max(1_000_000) }),
]);
