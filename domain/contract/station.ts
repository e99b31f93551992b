import { z } from 'zod';
import { documentKinds, identityProofs, refusalReasons, stopReasons } from '../checks.ts';
import { longestController } from '../holder.ts';
import { shipmentOutcomes, shipmentStates } from '../stock/shipment.ts';
import { tokenStates } from '../token.ts';
import { permissions } from '../trust/groups.ts';
import { deskAct, recordHolder as holder } from './act.ts';
import { conflictRow } from './conflict.ts';
import { keyChange } from './receipt-keys.ts';
import { queued, rolloutFacts } from './rollout.ts';

/**
 * The desk's own part of the server's wire: JSON over TLS, pinned to the authority named in the enrolment code.
 * Every request but `enrol` carries an HTTP message signature (RFC 9421) by the station's Ed25519 key, see message-signature.ts.
 *
 *   GET  /ca.pem                      the authority's certificate; checked against the fingerprint in the code
 *   POST /stations/enrol              EnrolRequest -> EnrolReply
 *   GET  /stations/self/snapshot      -> Snapshot; ETag and If-None-Match, for desks that ask for no parts
 *   GET, POST /stations/self/parts    the same in parts, see station-parts.ts
 *   PUT  /stations/self/records/:id   SignedRecord -> SignedReceipt; 200 again and the same bytes when repeated
 *                                     409 { failure: 'conflict' | 'gap' }, 422 { failure: 'refused', reason },
 *                                     401 { failure: 'revoked' | 'signature' | 'unknown-station' }
 *
 * Also from every one of them, with a `reason` in words for the log: 403 { failure: 'enrolment-code' }, 404 'not-found',
 * 413 'too-large', 500 'server-error', 503 'busy', 507 'full'; the last three may be tried again, after `retry-after`
 * seconds where the header is there.
 *
 * A refusal of a record carries `lastSequence`, where the station's chain stands at the server. At or past the record's
 * own sequence: the refusal is for good, the server keeps the record for review, and the next one may follow. Before it:
 * the record is not kept, whatever follows it would be a gap, and the records after `lastSequence` are to be sent, also
 * those that had a receipt once (the server came back from a backup). Without it, what was sent is no record at all.
 */

/** `keydesk1.` + base64url of this JSON: what an administrator hands to whoever sets up a station. */
export const enrolmentCode = z.object({
  url: z.url({ protocol: /^https$/ }),
  /** SHA-256 of the authority's DER certificate, hex. */
  caFingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  /** 128 bits, base64url, one use. */
  secret: z.string().min(20).max(64),
});
export type EnrolmentCode = z.infer<typeof enrolmentCode>;

export const enrolRequest = z.strictObject({
  secret: z.string().max(64),
  name: z.string().min(1).max(100),
  /** Raw Ed25519 public key, base64url. */
  publicKey: z.string().max(64),
  /** What the station was called before, when it is enrolled again: it keeps the name unless another has it. */
  station: z
    .string()
    .regex(/^st[0-9a-f]{16}$/)
    .optional(),
});
export type EnrolRequest = z.infer<typeof enrolRequest>;

export const enrolReply = z.object({
  station: z.string(),
  /** HPKE recipient key: uncompressed P-256 point, base64url. */
  sealingKey: z.object({ keyId: z.string(), publicKey: z.string() }),
  /** Raw Ed25519 public key that signs receipts, base64url. */
  receiptKey: z.string(),
  /** How that key was changed, oldest first. */
  keyChanges: z.array(keyChange).default([]),
});
export type EnrolReply = z.infer<typeof enrolReply>;

const snapshotPerson = z.object({
  realm: z.string(),
  username: z.string(),
  userId: z.string(),
  givenName: z.string(),
  surname: z.string(),
  email: z.string(),
  office: z.string(),
  /** Whether they may not log in without a token; a server that does not say leaves it open. */
  requireToken: z.boolean().optional(),
});

/** What a station needs to work offline. `version` changes whenever anything in it does. */
export const snapshot = z.object({
  version: z.string(),
  serverTime: z.string(),
  realms: z.array(z.string()),
  people: z.array(snapshotPerson),
  /** Every credential of every token the server knows, with its owner. */
  tokens: z.array(
    z.object({
      serial: z.string(),
      /** Of the physical token; empty when the server knows the credential only. */
      tokenSerial: z.string(),
      type: z.string(),
      active: z.boolean(),
      revoked: z.boolean(),
      owner: z.object({ realm: z.string(), username: z.string() }).nullable(),
    }),
  ),
  /** privacyIDEA policy records, as `GET /policy/` lists them. */
  policies: z.array(z.record(z.string(), z.unknown())),
  controllers: z.array(z.string()),
  /** The same with who they are and where: `person` is nothing for an administrator. */
  trust: z
    .array(
      z.object({
        name: z.string(),
        person: z.object({ realm: z.string(), username: z.string() }).nullable(),
        offices: z.array(z.string()),
        everywhere: z.boolean(),
        /** The last day (ISO date) of a right that is only lent. */
        until: z.string().nullable().default(null),
        permissions: z.array(z.enum(permissions)),
        /** What of it is theirs for good; a server that does not say lends nothing beside it. */
        own: z.object({ permissions: z.array(z.enum(permissions)), offices: z.array(z.string()) }).optional(),
        /** Control of trust that is lent today in an office, with its last day (ISO date). */
        loans: z.array(z.object({ office: z.string(), lastDay: z.string() })).default([]),
      }),
    )
    .default([]),
  offices: z.array(z.object({ id: z.string(), name: z.string() })).default([]),
  /** The office this station stands in, by id. */
  stationOffice: z.string().nullable().default(null),
  /** Every token the server has seen, and where it is. */
  stock: z
    .array(
      z.object({ serial: z.string(), model: z.string(), state: z.enum(tokenStates), office: z.string().nullable() }),
    )
    .default([]),
  /** What waits for a decision, and what was decided lately. */
  conflicts: z.array(conflictRow).default([]),
  /** What is on its way between offices, and the last of what has arrived. */
  shipments: z
    .array(
      z.object({
        id: z.string(),
        from: z.string(),
        to: z.string(),
        state: z.enum(shipmentStates),
        sentAt: z.string(),
        receivedAt: z.string().nullable(),
        /** Who sent it. */
        controller: z.string(),
        tokens: z.array(z.object({ serial: z.string(), outcome: z.enum(shipmentOutcomes) })),
      }),
    )
    .default([]),
  guidelines: z.object({ version: z.int(), text: z.string() }),
  /** Whom people ask, in the organisation's words; empty for none of its own. */
  contact: z.string().default(''),
  /** Who the organisation is, as it stands above the address of letters. */
  sender: z.string().default(''),
  /** Who is to get a token next, in order. */
  queue: z.array(queued).default([]),
  rollout: rolloutFacts.nullable().default(null),
});
export type Snapshot = z.infer<typeof snapshot>;

const sealed = z.strictObject({ keyId: z.string().max(64), enc: z.string().max(200), ciphertext: z.string().max(500) });
const checks = z.strictObject({
  presence: z.literal(true),
  proof: z.enum(identityProofs),
  documentKind: z.enum(documentKinds).optional(),
  voucher: z.string().max(200).optional(),
  witness: z.string().max(200).optional(),
  guidelinesVersion: z.int(),
});
const token = z.strictObject({
  serial: z.string().regex(/^\d{1,10}$/),
  model: z.string().max(100),
  firmware: z.string().max(20),
  transport: z.enum(['usb', 'emulator']),
});
const base = z.strictObject({
  version: z.literal(1),
  id: z.string().regex(/^[0-9a-f]{32}$/),
  station: z.string().max(64),
  sequence: z.int().min(1),
  previous: z.string().regex(/^[0-9a-f]{64}$/),
  ceremony: z.string().regex(/^[0-9a-f]{32}$/),
  controller: z.string().max(longestController),
  recordedAt: z.string().max(40),
  appVersion: z.string().max(40),
  auditHead: z.string().regex(/^[0-9a-f]{64}$/),
  desk: z
    .strictObject({
      offMinutes: z.int(),
      heardAt: z.string().max(40),
      snapshot: z.string().max(64),
      office: z.string().max(100).optional(),
    })
    .optional(),
});
const slot = z.union([z.literal(1), z.literal(2)]);

/** The schema of `SignedRecord`: strict, because what is not in it would not be signed for. */
export const signedRecord = z.strictObject({
  record: z.discriminatedUnion('kind', [
    z.strictObject({
      ...base.shape,
      kind: z.literal('issued'),
      holder,
      checks,
      token,
      credential: z.strictObject({
        issuance: z.string().regex(/^[0-9a-f]{32}$/),
        serial: z.string().regex(/^[0-9A-Za-z_-]{1,40}$/),
        type: z.enum(['hotp', 'yubikey']),
        slot,
        digits: z.union([z.literal(6), z.literal(8)]),
        counter: z.int().min(0),
        publicId: z.string().max(32),
        seed: sealed,
      }),
      replaces: token.shape.serial.optional(),
      pin: sealed.optional(),
      acknowledgement: z.discriminatedUnion('kind', [
        z.strictObject({
          kind: z.literal('typed name'),
          name: z.string().min(1).max(200),
          language: z.string().max(10),
        }),
        z.strictObject({
          kind: z.literal('signature'),
          drawing: z.string().min(1).max(100_000),
          language: z.string().max(10),
        }),
      ]),
    }),
    z.strictObject({
      ...base.shape,
      kind: z.enum(['refused', 'stopped']),
      holder: holder.optional(),
      checks: checks.optional(),
      reason: z.enum([...refusalReasons, ...stopReasons]),
      note: z.string().max(2000),
    }),
    z.strictObject({
      ...base.shape,
      kind: z.enum(['void', 'quarantined']),
      issuance: z.string().regex(/^[0-9a-f]{32}$/),
      token,
      slot,
      reason: z.string().max(100),
    }),
    z.strictObject({
      ...base.shape,
      kind: z.literal('act'),
      act: deskAct,
      checks: checks.optional(),
      reason: z.string().max(2000),
    }),
  ]),
  signature: z.string().max(100),
});

/** What the server says when it does not take something. */
export const refusal = z.object({
  failure: z.string(),
  reason: z.string().optional(),
  lastSequence: z.int().min(0).optional(),
  /** What a record contradicts; a kind that a desk does not know is told by the reason alone. */
  conflict: z.object({ kind: z.string(), facts: z.record(z.string(), z.string()) }).optional(),
});

export const signedReceipt = z.strictObject({
  receipt: z.strictObject({
    version: z.literal(1),
    record: z.string(),
    contentHash: z.string(),
    station: z.string(),
    sequence: z.int(),
    position: z.int(),
    head: z.string(),
    receivedAt: z.string(),
  }),
  signature: z.string(),
});
