import { z } from 'zod';

/** Pairing this station with a privacyIDEA server, and what a person decides about a record that it refused. */

const text = (max: number) => z.string().max(max);
const fingerprint = z.string().regex(/^[0-9a-f]{64}$/);

/** PEM of the authority's certificate, where a person was given it. */
const authority = text(20_000).optional();

/** What answers at an address, before anything is believed: a person compares the fingerprint. */
const seenServer = z.object({
  url: z.string(),
  subject: z.string(),
  issuer: z.string(),
  validTo: z.string(),
  fingerprint,
});
export type SeenServer = z.infer<typeof seenServer>;

export const pairingChannels = {
  'pairing/look': { request: z.object({ address: text(500).min(1), authority }), reply: seenServer },
  'pairing/pair': {
    request: z.object({
      address: text(500).min(1),
      fingerprint,
      authority,
      name: text(100).min(1),
      account: text(200).min(1),
      by: z.enum(['password', 'token']),
      secret: z.instanceof(Uint8Array).refine((bytes) => bytes.length > 0 && bytes.length <= 8192),
    }),
    reply: z.undefined(),
  },
  /** Tries again to deliver, and lets the token take the place of the one that the server has under its serial. */
  'records/replace': { request: z.object({ id: text(64) }), reply: z.undefined() },
  /** Ends the delivery of a record that was refused: the token is quarantined, its secrets are gone. */
  'records/give-up': { request: z.object({ id: text(64), reason: text(500).min(1) }), reply: z.undefined() },
} as const;
