import { z } from 'zod';
import { draftKinds, heardWords } from '../stock/draft.ts';
import { shipmentOutcomes, shipmentStates } from '../stock/shipment.ts';
import { tokenStates } from '../token.ts';

/**
 * Where the tokens are. What is received, counted, packed or unpacked is a draft that outlives the app, token by token,
 * until it is closed as one record or put away.
 */
const serial = z.string().regex(/^\d{1,10}$/);
const officeId = z.string().min(1).max(100);
const id = z.string().max(64);
/** As many as anybody ticks one by one. */
const some = z.array(serial).max(500);
const none = z.undefined();
const place = z.object({ id: z.string(), name: z.string() });
const state = z.enum(tokenStates);

const row = z.object({
  serial: z.string(),
  model: z.string(),
  state,
  /** Nothing where it lies on no shelf. */
  office: place.nullable(),
  /** The server knows a credential on it that is nobody's: it can be issued with the seed it has. */
  hasSeed: z.boolean(),
  holderName: z.string(),
  /** Where it is on its way to. */
  goingTo: z.string(),
});
export type StockRow = z.infer<typeof row>;

const shipment = z.object({
  id: z.string(),
  from: place,
  to: place,
  state: z.enum(shipmentStates),
  sentAt: z.string(),
  receivedAt: z.string().nullable(),
  /** Who sent it. */
  controller: z.string(),
  onItsWay: z.int(),
  count: z.int(),
});
export type ShipmentRow = z.infer<typeof shipment>;

/** What became of a token that was touched, scanned or typed. */
const heard = z.object({
  serial: z.string(),
  /** Whether it is in the draft now. */
  added: z.boolean(),
  said: z.enum(heardWords),
  /** The office or the person that `said` is about. */
  whose: z.string(),
  state: state.nullable(),
});
export type Heard = z.infer<typeof heard>;

const draft = z.object({
  id: z.string(),
  kind: z.enum(draftKinds),
  office: place,
  /** Where a shipment goes, or comes from. */
  other: place.nullable(),
  shipment: z.string(),
  order: z.string(),
  controller: z.string(),
  openedAt: z.string(),
  /** How many tokens are in it. */
  count: z.int(),
  /** Of those, how many were expected. */
  there: z.int(),
  /** How many are expected in all; nothing for an order, of which nobody knows. */
  expected: z.int().nullable(),
});
export type Draft = z.infer<typeof draft>;

const line = z.object({
  serial: z.string(),
  model: z.string(),
  how: z.enum(['plugged in', 'scanned', 'typed', 'file']),
  said: z.enum(heardWords),
  whose: z.string(),
  state: state.nullable(),
});
export type DraftLine = z.infer<typeof line>;

const tallied = z.object({ serial: z.string(), model: z.string(), state: state.nullable(), whose: z.string() });
/** What differs, token by token. */
const report = z.object({
  there: z.int(),
  /** Names what is missing, as it was shown. */
  shown: z.string(),
  missing: z.array(tallied),
  surplus: z.array(tallied.extend({ said: z.enum(heardWords), canTake: z.boolean() })),
});
export type StockReport = z.infer<typeof report>;

const found = z.object({
  serial: z.string(),
  model: z.string(),
  isHere: z.boolean(),
  /** Nothing when nobody knows the token. */
  state: state.nullable(),
  office: place.nullable(),
  hasSeed: z.boolean(),
  holder: z.object({ name: z.string(), realm: z.string(), username: z.string(), office: z.string() }).nullable(),
  /** Whose a lost token was. */
  was: z.string(),
  shipment: z.object({ id: z.string(), from: z.string(), to: z.string() }).nullable(),
});
export type FoundToken = z.infer<typeof found>;

const rows = z.object({ rows: z.array(row), next: z.string().nullable(), total: z.int() });

export const stockChannels = {
  /** The offices, the own ones first, and whether whoever is at the desk may keep their shelves. */
  'stock/offices': {
    request: none,
    reply: z.object({
      offices: z.array(place.extend({ own: z.boolean() })),
      /** Why the shelves cannot be kept here, if so. */
      problem: z.enum(['no right', 'no office', 'no server']).nullable(),
    }),
  },
  'stock/summary': {
    request: none,
    reply: z.array(
      z.object({
        office: place,
        ready: z.int(),
        blank: z.int(),
        returned: z.int(),
        quarantined: z.int(),
        inTransitTo: z.int(),
        issued: z.int(),
      }),
    ),
  },
  /** Tokens by serial, a page at a time; `office` left out: everywhere, empty: on no shelf. */
  'stock/list': {
    request: z.object({
      query: z.string().max(200),
      office: z.string().max(100).optional(),
      state: state.optional(),
      limit: z.int().min(1).max(200),
      after: z.string().max(40).optional(),
    }),
    reply: rows,
  },
  /** What lies on a shelf: how many of each model, and the tokens by serial, some at a time. */
  'stock/shelf': {
    request: z.object({ office: officeId, after: z.string().max(40).optional() }),
    reply: z.object({
      office: place,
      models: z.array(z.object({ model: z.string(), count: z.int() })),
      /** The last serial, where others follow. */
      next: z.string().nullable(),
      tokens: z.array(z.object({ serial: z.string(), model: z.string(), state, hasSeed: z.boolean() })),
    }),
  },
  'stock/shipments': { request: none, reply: z.array(shipment) },
  'stock/shipment': {
    request: z.object({ id }),
    reply: shipment.extend({
      tokens: z.array(z.object({ serial: z.string(), model: z.string(), outcome: z.enum(shipmentOutcomes) })),
    }),
  },
  /** Whoever sent it has the box again: what has not arrived lies on their shelf. */
  'stock/call-back': { request: z.object({ id }), reply: z.object({ record: z.string() }) },
  'stock/drafts': { request: none, reply: z.array(draft) },
  /** Begins a draft, or goes on with the one there is: of an order or a count by office, of a shipment by its other office or id. */
  'stock/open': {
    request: z.object({
      kind: z.enum(draftKinds),
      office: officeId,
      to: officeId.optional(),
      shipment: id.optional(),
    }),
    reply: draft,
  },
  /** A draft with its newest lines. */
  'stock/draft': { request: z.object({ id }), reply: draft.extend({ lines: z.array(line) }) },
  'stock/order': { request: z.object({ id, order: z.string().max(200) }), reply: none },
  /** A token in a port: its serial is read from it. */
  'stock/touch': { request: z.object({ id, presence: z.string().max(100) }), reply: heard },
  /** A line of a barcode scanner. */
  'stock/scan': { request: z.object({ id, line: z.string().max(200) }), reply: heard },
  /** What a token typed that says which it is. */
  'stock/typed': {
    request: z.object({ id, typed: z.string().max(64), longestGapMs: z.number().min(0) }),
    reply: heard,
  },
  /** How many tokens of seed files lie on no shelf, and puts them in the draft of an order. */
  'stock/from-files': {
    request: z.object({ id, add: z.boolean() }),
    reply: z.object({ count: z.int() }),
  },
  'stock/take-out': { request: z.object({ id, serial }), reply: none },
  'stock/report': { request: z.object({ id }), reply: report },
  /** Closes a draft as its record; `lost` and `taken` say what was decided about differences. */
  'stock/close': {
    request: z.object({
      id,
      /** Those named, or all that were shown as missing but those named. */
      lost: z.union([some, z.object({ allBut: some, shown: z.string().max(64) })]),
      taken: some,
    }),
    reply: z.object({ records: z.array(z.string()), shipment: z.string().nullable() }),
  },
  'stock/discard': { request: z.object({ id }), reply: none },
  /** A token that somebody brought: whose it is, and where it belongs. */
  'stock/look': { request: z.object({ serial: z.string().max(100) }), reply: found.nullable() },
} as const;
