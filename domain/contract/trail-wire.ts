import { z } from 'zod';
import { longestController } from '../holder.ts';
import { contradictionKinds } from '../log/contradiction.ts';

/**
 * How the stations watch the server's log. All signed as every request of a station is.
 *
 *   GET  /stations/self/checkpoint?from=SIZE    -> OfferedCheckpoint; `from` is what the station keeps, 0 for nothing
 *   PUT  /stations/self/checkpoint              { note }: the note with the station's own signature under it (C2SP
 *                                               tlog-cosignature; the signer's name is the station's id); 409 when the
 *                                               log has no such checkpoint
 *   POST /stations/self/inclusion               InclusionRequest -> InclusionReply
 *   GET  /stations/self/receipt-keys            -> receiptKeys: asked when a receipt or checkpoint is of a key that the
 *                                               station does not know; it believes what its own key vouches for
 *   PUT  /stations/self/audit-head              ToldHead -> { known }: where the station's own audit stands, and where it
 *                                               said before that it stood. When the server knows something else it
 *                                               keeps that and says it: the station looks whether it still has it
 *   PUT  /stations/self/contradictions/:id      what the station found that contradicts what it keeps, and once more
 *                                               when a person has settled it
 *
 * Hashes of proofs are base64, as in checkpoints.
 */
const proof = z.array(z.string().max(64)).max(128);

/** The newest checkpoint, and that it goes on from `from` (RFC 6962, 2.1.2); nothing while there is none. */
export const offeredCheckpoint = z.object({ note: z.string().max(100_000).nullable(), proof });
export type OfferedCheckpoint = z.infer<typeof offeredCheckpoint>;

/** What was sent is kept; there is nothing to say about it. */
export const nothingMore = z.strictObject({});

export const countersignedNote = z.strictObject({ note: z.string().max(10_000) });

export const inclusionRequest = z.strictObject({
  /** Of a checkpoint that the station keeps. */
  size: z.int().min(1),
  records: z
    .array(z.string().regex(/^[0-9a-f]{32}$/))
    .min(1)
    .max(100),
});

/** The audit entry of each record, and that it is in the tree (RFC 6962, 2.1.1); without an entry there is none. */
export const inclusionReply = z.object({
  records: z.array(
    z.object({
      record: z.string(),
      entry: z
        .object({
          position: z.int(),
          at: z.string(),
          actor: z.string(),
          action: z.string(),
          subject: z.string(),
          detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
          previous: z.string(),
        })
        .nullable(),
      proof,
    }),
  ),
});
export type InclusionReply = z.infer<typeof inclusionReply>;

export const reportedContradiction = z.strictObject({
  what: z.enum(contradictionKinds),
  kept: z.string().max(20_000),
  offered: z.string().max(20_000),
  foundAt: z.string().max(40),
  settled: z
    .strictObject({ at: z.string().max(40), by: z.string().max(longestController), reason: z.string().max(2000) })
    .nullable(),
});

const entryHash = z.string().regex(/^[0-9a-f]{64}$/);
const position = z.int().min(1);

const signedHead = z.strictObject({
  head: z.strictObject({
    station: z.string().max(100),
    begins: entryHash,
    position,
    hash: entryHash,
    at: z.string().max(40),
  }),
  signature: z.string().max(100),
});

export const toldHead = z.strictObject({
  ...signedHead.shape,
  from: z.strictObject({ position, hash: entryHash }).nullable(),
});
export type ToldHead = z.infer<typeof toldHead>;

/** What the server knows instead, if it did not take the head; nothing when it did. */
export const headReply = z.object({ known: signedHead.nullable() });
