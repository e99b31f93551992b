import { z } from 'zod';
import { importKinds } from '../import-kind.ts';
import { importRemark } from './import-remark.ts';

/**
 * A vendor's file of seeds that comes with an order. It is read by the desk core; the window learns what it would bring,
 * never what is in it.
 */
const secretBytes = z.instanceof(Uint8Array).refine((bytes) => bytes.length <= 1024);

const chosen = z.object({ name: z.string(), bytes: z.int(), looksLike: z.enum(importKinds).nullable() });

const how = {
  office: z.string().min(1).max(100),
  kind: z.enum(importKinds),
  /** PSKC only: what its keys are under; both empty for one that is not encrypted. */
  password: secretBytes,
  /** 32, 48 or 64 hexadecimal digits. */
  preSharedKey: secretBytes,
  /** PSKC only: takes encrypted keys without a check value too. */
  unchecked: z.boolean(),
};

/** How many there are, and the first of them. */
const told = z.object({ count: z.int(), first: z.array(importRemark).readonly() });

const foreseen = z.object({
  /** Credentials that would be brought. */
  keys: z.int(),
  types: z.array(z.object({ type: z.string(), count: z.int() })),
  /** Tokens that would lie on the shelf. */
  tokens: z.int(),
  /** Credentials named after no token's serial: they lie on no shelf. */
  nameless: z.int(),
  /** What is known already and stays as it is. */
  known: told,
  /** What keeps the file out. */
  faults: told,
  /** What is no token and is left out. */
  passedOver: told,
});
export type ForeseenOrder = z.infer<typeof foreseen>;

export const orderChannels = {
  /** Asks the person for a file and keeps it in memory; `null` when they would rather not. */
  'order/choose': { request: z.undefined(), reply: chosen.nullable() },
  /** What would happen; nothing does. */
  'order/look': { request: z.object(how), reply: foreseen },
  /** Receives the order; `keys` and `tokens` say what was shown before. */
  'order/take': {
    request: z.object({ ...how, order: z.string().max(200), keys: z.int().min(0), tokens: z.int().min(0) }),
    reply: z.object({ records: z.array(z.string()), keys: z.int(), tokens: z.int() }),
  },
  /** Wipes the file that was chosen. */
  'order/forget': { request: z.undefined(), reply: z.undefined() },
} as const;
