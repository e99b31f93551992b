import { z } from 'zod';

/** What messages go out by, what the server is set to, and which messages are stuck. */

const text = (max: number) => z.string().max(max);
const name = z.string().min(1).max(64);
const secretBytes = z.instanceof(Uint8Array).refine((bytes) => bytes.length <= 1024);

const mailServer = z.object({
  name: z.string(),
  server: z.string(),
  port: z.int(),
  tls: z.boolean(),
  username: z.string(),
  hasPassword: z.boolean(),
  sender: z.string(),
  description: z.string(),
  timeoutSeconds: z.int(),
  /** The authority of its certificate in PEM; empty means those that everybody knows. */
  authority: z.string(),
});
export type MailServer = z.infer<typeof mailServer>;

const mailServerForm = {
  name,
  server: text(300),
  port: z.int().min(1).max(65_535),
  tls: z.boolean(),
  username: text(300),
  /** `null` leaves the one that is kept; empty bytes are no password. */
  password: secretBytes.nullable(),
  sender: text(320),
  description: text(500),
  timeoutSeconds: z.int().min(1).max(60),
  authority: text(50_000),
};

const fieldName = z.string().regex(/^[\w.-]{1,100}$/);
/** One field of a request to a gateway; a `null` value is a secret that is kept and not shown. */
const field = z.object({ name: fieldName, value: text(5000).nullable() });

const gateway = z.object({
  id: z.int(),
  name: z.string(),
  kind: z.enum(['http', 'smtp']),
  description: z.string(),
  options: z.array(field),
  headers: z.array(field),
});
export type Gateway = z.infer<typeof gateway>;

const setting = z.object({ name: z.string(), value: z.string().nullable() });
export type SystemSetting = z.infer<typeof setting>;

/** Why a message did not go out, as far as the window has words of its own for it. */
const troubleCodes = [
  'empty',
  'unprepared',
  'no-mail-address',
  'no-phone-number',
  'late',
  'undefined',
  'host-not-allowed',
  'no-answer',
  'answer-long',
  'header',
  'untrusted',
  'connection',
  'redirects',
  'answered',
  'not-taken',
  'no-tls',
  'no-name',
  'login-refused',
] as const;
export type TroubleCode = (typeof troubleCodes)[number];

const messageTrouble = z.object({
  /** In the server's words. */
  said: z.string(),
  code: z.enum(troubleCodes).nullable(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type MessageTrouble = z.infer<typeof messageTrouble>;

const message = z.object({
  id: z.string(),
  kind: z.enum(['email', 'sms']),
  route: z.string(),
  serial: z.string(),
  state: z.enum(['waiting', 'sending', 'sent', 'refused', 'expired']),
  attempts: z.int(),
  enqueuedAt: z.string(),
  nextAttemptAt: z.string().nullable(),
  expiresAt: z.string(),
  finishedAt: z.string().nullable(),
  trouble: messageTrouble.nullable(),
});
export type Message = z.infer<typeof message>;

/** How a trial came out. */
const trial = messageTrouble.extend({ sent: z.boolean() });

export const messagingChannels = {
  'mail-servers/list': { request: z.undefined(), reply: z.array(mailServer) },
  'mail-servers/save': { request: z.object(mailServerForm), reply: z.undefined() },
  /** Sends for real, by the definition as it stands in the form. */
  'mail-servers/try': { request: z.object({ ...mailServerForm, recipient: text(320).min(1) }), reply: trial },
  'mail-servers/remove': { request: z.object({ name }), reply: z.undefined() },
  'gateways/list': { request: z.undefined(), reply: z.array(gateway) },
  'gateways/save': {
    request: z.object({
      name,
      kind: z.enum(['http', 'smtp']),
      description: text(500),
      options: z.array(field).max(50),
      headers: z.array(field).max(50),
      /** Options and headers that nobody shall read again, by `option.NAME` and `header.NAME`. */
      secrets: z
        .array(z.object({ name: z.string().regex(/^(?:option|header)\.[\w.-]{1,100}$/), value: secretBytes }))
        .max(50),
    }),
    reply: z.undefined(),
  },
  /** Sends a short message for real, by the gateway as it is kept. */
  'gateways/try': { request: z.object({ name, phone: text(40).min(1) }), reply: trial },
  'gateways/remove': { request: z.object({ name }), reply: z.undefined() },
  'system/list': { request: z.undefined(), reply: z.array(setting) },
  'system/set': { request: z.object({ name: text(100).min(1), value: text(5000) }), reply: z.undefined() },
  'system/remove': { request: z.object({ name: text(100).min(1) }), reply: z.undefined() },
  'messages/list': {
    request: z.object({ state: z.enum(['stuck', 'waiting', 'all']), page: z.int().min(1).max(1_000_000) }),
    reply: z.object({ rows: z.array(message), next: z.int().nullable(), total: z.int(), stuck: z.int() }),
  },
  'messages/retry': { request: z.object({ id: text(64) }), reply: z.undefined() },
  'messages/give-up': { request: z.object({ id: text(64) }), reply: z.undefined() },
} as const;
