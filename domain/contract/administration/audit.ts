import { z } from 'zod';

/** The server's audit: what was done, when, by whom, and whether its chain holds. */

const text = z.string().max(200);

/** Texts may hold `*` for any characters; an empty one narrows nothing. */
const filter = z.object({
  /** Only what is younger: `15m`, `24h`, `7d`. */
  since: z.string().regex(/^(\d{1,4}[smhd])?$/),
  user: text,
  realm: text,
  administrator: text,
  serial: text,
  action: text,
  /** The address that a request came from. */
  client: text,
  success: z.enum(['all', 'done', 'refused']),
});
export type AuditFilter = z.infer<typeof filter>;

const entry = z.object({
  /** Its place in the chain. */
  number: z.int(),
  at: z.string(),
  /** The request: `POST /token/init`. */
  request: z.string(),
  /** What was done, by Keydesk's name (`token/init`); empty where the server has none. */
  act: z.string(),
  success: z.boolean(),
  authentication: z.string(),
  serial: z.string(),
  tokenType: z.string(),
  user: z.string(),
  realm: z.string(),
  resolver: z.string(),
  administrator: z.string(),
  info: z.string(),
  policies: z.array(z.string()),
  /** The actions that let somebody in without a token, where one did. */
  dangerous: z.array(z.string()),
  client: z.string(),
  program: z.string(),
  /** Whether the entry is as it was written; and, where there is a chain, the one before it the one it names. */
  intact: z.boolean(),
  linked: z.boolean(),
  /** Empty where the server keeps no chain. */
  hash: z.string(),
  previous: z.string(),
});
export type AuditRow = z.infer<typeof entry>;

export const auditChannels = {
  /** Newest first. */
  'audit/list': {
    request: z.object({ filter, page: z.int().min(1).max(1_000_000) }),
    reply: z.object({ rows: z.array(entry), total: z.int(), next: z.int().nullable() }),
  },
  /** All that fit, as CSV, where the person says; `saved` is false when they would rather not. */
  'audit/export': { request: z.object({ filter }), reply: z.object({ saved: z.boolean() }) },
} as const;
