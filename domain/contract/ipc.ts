import { z } from 'zod';
import { deskActs } from '../act.ts';
import type { Ceremony } from '../ceremony.ts';
import { documentKinds, identityProofs, refusalReasons, stopReasons } from '../checks.ts';
import type { Failure, FailureCode } from '../failure.ts';
import { failures } from '../failure.ts';
import { longestController } from '../holder.ts';
import type { TokenSeen, TokenStanding } from '../token.ts';
import { actChannels } from './acts.ts';
import { accountChannels } from './administration/accounts.ts';
import { administratorChannels } from './administration/administrators.ts';
import { auditChannels } from './administration/audit.ts';
import { importChannels } from './administration/imports.ts';
import { messagingChannels } from './administration/messaging.ts';
import { policyChannels } from './administration/policies.ts';
import { realmChannels } from './administration/realms.ts';
import { sessionChannels, sessionEvents } from './administration/session.ts';
import { trustChannels } from './administration/trust.ts';
import { conflictChannels, decidedConflictChannels } from './conflicts.ts';
import { atDesk, controllerChannels } from './controllers.ts';
import { orderChannels } from './order-file.ts';
import { pairingChannels } from './pairing.ts';
import { paperChannels, paperChoice } from './paper.ts';
import { replaceChannels, replacement } from './replace.ts';
import { reprogramChannels, reprogramEvents } from './reprogram.ts';
import { queueChannels, rolloutChannels } from './rollout.ts';
import { stockChannels } from './stock.ts';
import { recordInclusion, trailChannels } from './trail.ts';

/**
 * Everything the window may ask of the desk, one line a channel: `noun/verb`, a request and a reply schema.
 * The preload and the handlers are made from this table; a channel that is not here does not exist.
 * Replies come as `Outcome`. No reply and no event ever holds a seed, a PIN or an access code, but
 * the three that are told once to an administrator (administration/accounts.ts) and a temporary code (acts.ts), as bytes.
 */

const failure = z.object({
  code: z.enum(Object.keys(failures) as [FailureCode, ...FailureCode[]]),
  context: z.record(z.string(), z.union([z.string(), z.number()])),
});
const none = z.undefined();
const secretBytes = z.instanceof(Uint8Array).refine((bytes) => bytes.length <= 1024);
const text = (max: number) => z.string().max(max);
const slot = z.union([z.literal(1), z.literal(2)]);
/** Which of several emulated tokens; left out: the desk's own one. */
const named = z.object({ serial: text(10) }).optional();

const holder = z.object({
  realm: text(100),
  username: text(200),
  userId: z.string(),
  givenName: text(200),
  surname: text(200),
  email: text(320),
  office: text(200),
  tokens: z.array(z.object({ serial: z.string(), active: z.boolean(), token: z.string().optional() })),
});

const ceremony = z.custom<Ceremony>((value) => typeof value === 'object' && value !== null && 'step' in value);
const attached = z.object({
  token: z.custom<TokenSeen>((value) => typeof value === 'object' && value !== null && 'presence' in value),
  standing: z.custom<TokenStanding>((value) => typeof value === 'object' && value !== null && 'kind' in value),
});
/** A thing in a port that cannot be used, and why (no permission, no answer, busy). */
const trouble = z.object({ presence: z.string(), failure });

const syncState = z.object({
  waiting: z.int(),
  /** ISO time of the oldest entry that waits, if any. */
  waitingSince: z.string().nullable(),
  online: z.boolean(),
  sending: z.boolean(),
  /** Why the last attempt failed, until one succeeds. */
  problem: failure.nullable(),
  /** ISO time of the next attempt by itself. */
  nextAttemptAt: z.string().nullable(),
  lastDeliveredAt: z.string().nullable(),
  lastPulledAt: z.string().nullable(),
});
export type SyncState = z.infer<typeof syncState>;

const settings = z.object({
  language: z.enum(['en', 'de']),
  theme: z.enum(['system', 'light', 'dark']),
  sound: z.boolean(),
  controller: text(longestController),
  paper: paperChoice,
});
export type Settings = z.infer<typeof settings>;

const appState = z.object({
  /** `new`: no vault yet; `locked`: a passphrase is wanted; `failed`: the vault cannot be opened; `enrol`: no server yet. */
  phase: z.enum(['starting', 'new', 'locked', 'failed', 'enrol', 'ready']),
  failure: failure.nullable(),
  keystore: z.enum(['operating system', 'passphrase']),
  version: z.string(),
  runtime: z.object({ electron: z.string(), chrome: z.string(), node: z.string(), substitute: z.boolean() }),
  station: z
    .object({ id: z.string(), name: z.string(), server: z.string(), kind: z.enum(['keydesk', 'privacyidea']) })
    .nullable(),
  /** Emulated tokens can be plugged in on this run (`practice`), or stand for real ones (`desk`, unpackaged runs only). */
  emulator: z.enum(['practice', 'desk']),
  settings,
  /** Who is at the desk. */
  atDesk,
});
export type AppState = z.infer<typeof appState>;

const recordRow = z.object({
  id: z.string(),
  kind: z.enum(['issued', 'refused', 'stopped', 'void', 'quarantined', ...deskActs]),
  practice: z.boolean(),
  holderName: z.string(),
  tokenSerial: z.string(),
  controller: z.string(),
  recordedAt: z.string(),
  /** Place on this station; 0 for practice. */
  sequence: z.int(),
  /** `kept`: a privacyIDEA server has no use for it; `given up`: a person ended its delivery. */
  delivery: z.enum(['waiting', 'delivered', 'refused', 'practice', 'kept', 'given up']),
  failure: failure.nullable(),
});
export type RecordRow = z.infer<typeof recordRow>;

const recordDetail = recordRow.extend({
  /** The record as signed, for the eye; of a sealed part only `sealed: true` and its key's id. */
  record: z.record(z.string(), z.unknown()),
  contentHash: z.string(),
  /** Where the desk stood, as that office is called now; empty where the record does not say. */
  office: z.string(),
  receipt: z.record(z.string(), z.unknown()).nullable(),
  inclusion: recordInclusion,
});

const tokenRow = z.object({
  serial: z.string(),
  model: z.string(),
  state: z.string(),
  holderName: z.string(),
  slot: z.int(),
  credential: z.string(),
  updatedAt: z.string(),
  practice: z.boolean(),
  /** Where we know it from. */
  source: z.enum(['this desk', 'server']),
});
export type TokenRow = z.infer<typeof tokenRow>;

const home = z.object({
  stock: z.object({ ready: z.int(), issuedHere: z.int(), quarantined: z.int() }),
  issuedToday: z.int(),
  /** The ceremony to come back to, if one was left open. */
  open: ceremony.nullable(),
  sync: syncState,
  /** What needs the controller, most urgent first. */
  needs: z.array(
    z.object({
      kind: z.enum([
        'open ceremony',
        'quarantined token',
        'conflict',
        'refused record',
        'waiting records',
        'no people',
        'certificate',
        'clock',
        'open lane',
        'turned away',
        'log contradicted',
        'guidelines',
      ]),
      subject: z.string(),
      count: z.int(),
    }),
  ),
  recent: z.array(recordRow),
});
export type Home = z.infer<typeof home>;

const page = <T extends z.ZodType>(row: T) =>
  z.object({ rows: z.array(row), next: z.string().nullable(), total: z.int() });

export const channels = {
  'app/state': { request: none, reply: appState },
  'app/set-settings': { request: settings.partial(), reply: settings },
  /** Makes the vault. The passphrase is ignored when the operating system keeps the key. */
  'vault/create': { request: z.object({ passphrase: secretBytes }), reply: none },
  'vault/unlock': { request: z.object({ passphrase: secretBytes }), reply: none },
  'vault/lock': { request: none, reply: none },
  /** After vault/corrupt: keeps the broken vault aside and opens a new one with the records of the journal. */
  'vault/salvage': { request: none, reply: none },
  'station/enrol': { request: z.object({ code: text(4000), name: text(100).min(1) }), reply: none },
  ...pairingChannels,
  'desk/home': { request: none, reply: home },
  'people/search': {
    request: z.object({ query: text(200), limit: z.int().min(1).max(200), after: text(400).optional() }),
    reply: page(holder),
  },
  'tokens/attached': { request: none, reply: z.object({ tokens: z.array(attached), troubles: z.array(trouble) }) },
  'tokens/list': {
    request: z.object({ query: text(200), limit: z.int().min(1).max(200), after: text(400).optional() }),
    reply: page(tokenRow),
  },
  'records/list': {
    request: z.object({ query: text(200), limit: z.int().min(1).max(200), after: text(400).optional() }),
    reply: page(recordRow),
  },
  'records/get': { request: z.object({ id: text(64) }), reply: recordDetail },
  'guidelines/get': { request: none, reply: z.object({ version: z.int(), text: z.string() }) },
  'sync/state': { request: none, reply: syncState },
  'sync/send-now': { request: none, reply: syncState },
  'ceremony/current': { request: none, reply: ceremony.nullable() },
  'ceremony/begin': { request: none, reply: ceremony },
  'ceremony/choose-holder': { request: z.object({ realm: text(100), username: text(200) }), reply: ceremony },
  'ceremony/answer-checks': {
    request: z.object({
      presence: z.boolean(),
      proof: z.enum(identityProofs),
      documentKind: z.enum(documentKinds).optional(),
      voucher: text(200).optional(),
      witness: text(200).optional(),
      replaces: replacement.optional(),
    }),
    reply: ceremony,
  },
  'ceremony/back': { request: none, reply: ceremony },
  /** Takes the plugged-in token. `overwrite` is the last four digits of its serial, typed to overwrite an occupied slot. */
  'ceremony/take-token': {
    request: z.object({
      presence: text(100),
      slot,
      type: z.enum(['hotp', 'yubikey']),
      digits: z.union([z.literal(6), z.literal(8)]),
      overwrite: text(4).optional(),
    }),
    reply: ceremony,
  },
  /** Writes the slot and answers when the write is proven, refused or unknown; progress comes as events. */
  'ceremony/write': { request: z.object({ accessCode: secretBytes.optional() }), reply: ceremony },
  /** What the token typed, and the milliseconds between its characters (the longest gap). */
  'ceremony/code': { request: z.object({ typed: text(64), longestGapMs: z.number().min(0) }), reply: ceremony },
  'ceremony/set-pin': { request: z.object({ pin: secretBytes, again: secretBytes }), reply: ceremony },
  'ceremony/acknowledge': {
    request: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('typed name'), name: text(200), language: text(10) }),
      z.object({ kind: z.literal('signature'), drawing: text(100_000), language: text(10) }),
    ]),
    reply: ceremony,
  },
  'ceremony/sign-off': { request: none, reply: ceremony },
  'ceremony/refuse': { request: z.object({ reason: z.enum(refusalReasons), note: text(2000) }), reply: ceremony },
  'ceremony/stop': { request: z.object({ reason: z.enum(stopReasons), note: text(2000) }), reply: ceremony },
  /** After an interruption: the person in front of the desk is still the one named. */
  'ceremony/confirm-person': { request: none, reply: ceremony },
  /** Puts a finished ceremony aside, so that the next can begin. */
  'ceremony/close': { request: none, reply: none },
  /** Emulated tokens: a practice token, or one that stands for a real one in an unpackaged run started for it. */
  'practice/plug-in': { request: named, reply: z.object({ presence: z.string() }) },
  'practice/pull-out': { request: named, reply: none },
  /** A touch: the emulated token types into the window, by real input events. */
  'practice/touch': { request: z.object({ slot, serial: text(10).optional() }), reply: none },
  /** The emulated tokens that can be named, when there are several; by serial. */
  'practice/tokens': { request: none, reply: z.array(z.object({ serial: z.string(), plugged: z.boolean() })) },
  ...controllerChannels,
  ...actChannels,
  ...conflictChannels,
  ...replaceChannels,
  ...decidedConflictChannels,
  ...rolloutChannels,
  ...queueChannels,
  ...paperChannels,
  ...reprogramChannels,
  ...sessionChannels,
  ...policyChannels,
  ...realmChannels,
  ...stockChannels,
  ...orderChannels,
  ...trustChannels,
  ...auditChannels,
  ...importChannels,
  ...accountChannels,
  ...administratorChannels,
  ...messagingChannels,
  ...trailChannels,
} as const satisfies Record<string, { request: z.ZodType; reply: z.ZodType }>;

export type Channel = keyof typeof channels;
export type Request<C extends Channel> = z.infer<(typeof channels)[C]['request']>;
export type Reply<C extends Channel> = z.infer<(typeof channels)[C]['reply']>;
/** What goes with a channel's name: its request, which may be left out where it can be nothing. */
export type Asked<C extends Channel> = undefined extends Request<C> ? [request?: Request<C>] : [request: Request<C>];

/** What the desk tells the window unasked: states, never commands. */
export const events = {
  'app/changed': appState,
  'ceremony/changed': ceremony.nullable(),
  'tokens/changed': z.object({ tokens: z.array(attached), troubles: z.array(trouble) }),
  'sync/changed': syncState,
  /** Something that lists show has changed: people, tokens or records. */
  'data/changed': none,
  /** Whoever was at the desk may not be there any more: what was told to them alone is not shown on. */
  'controllers/left': none,
  ...sessionEvents,
  ...reprogramEvents,
} as const satisfies Record<string, z.ZodType>;

export type EventName = keyof typeof events;
export type EventBody<E extends EventName> = z.infer<(typeof events)[E]>;

/** What the preload puts on `window.keydesk`, and all that the renderer can reach. */
export interface KeydeskBridge {
  readonly invoke: <C extends Channel>(
    channel: C,
    ...request: Asked<C>
  ) => Promise<{ readonly ok: true; readonly value: Reply<C> } | { readonly ok: false; readonly failure: Failure }>;
  /** Returns the function that stops listening. */
  readonly on: <E extends EventName>(event: E, listener: (body: EventBody<E>) => void) => () => void;
}
