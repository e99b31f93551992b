import { z } from 'zod';

/**
 * privacyIDEA's wire as Keydesk's server speaks it and its clients read it: what each route gives inside the envelope.
 * Members that only privacyIDEA's own web page reads are let through. A refused code is a success whose value is false.
 */
const envelope = z.looseObject({
  id: z.union([z.literal(1), z.literal(2)]),
  jsonrpc: z.literal('2.0'),
  time: z.number(),
  version: z.string(),
  /** `rsa_sha256_pss:` and hex, over the reply without this member. */
  signature: z.string().startsWith('rsa_sha256_pss:').optional(),
});

/** A request that failed; the HTTP status goes with the code. */
export const wireFailure = envelope.extend({
  id: z.literal(1),
  result: z.object({ status: z.literal(false), error: z.object({ code: z.int(), message: z.string() }) }),
});

function success<V extends z.ZodType>(value: V) {
  return envelope.extend({
    versionnumber: z.string(),
    result: z.object({ status: z.literal(true), value }),
  });
}

const wireToken = z.object({
  active: z.boolean(),
  container_serial: z.string(),
  count: z.int(),
  count_window: z.int(),
  description: z.string(),
  failcount: z.int(),
  id: z.int(),
  info: z.record(z.string(), z.string()),
  locked: z.boolean(),
  maxfail: z.int(),
  otplen: z.int(),
  realms: z.array(z.string()),
  resolver: z.string(),
  revoked: z.boolean(),
  rollout_state: z.string(),
  serial: z.string(),
  sync_window: z.int(),
  tokengroup: z.array(z.string()),
  tokentype: z.string(),
  user_editable: z.boolean(),
  user_id: z.string(),
  user_realm: z.string(),
  username: z.string(),
});
export type WireToken = z.infer<typeof wireToken>;

const wireUser = z.object({
  description: z.string(),
  editable: z.boolean(),
  email: z.string(),
  givenname: z.string(),
  mobile: z.string(),
  phone: z.string(),
  resolver: z.string(),
  surname: z.string(),
  userid: z.string(),
  username: z.string(),
});
export type WireUser = z.infer<typeof wireUser>;

const wireRealm = z.object({
  default: z.boolean(),
  id: z.int(),
  option: z.string(),
  resolver: z.array(z.object({ name: z.string(), node: z.string(), priority: z.int().nullable(), type: z.string() })),
});
export type WireRealm = z.infer<typeof wireRealm>;

const login = z.looseObject({
  auth: z.literal(true),
  realm: z.string(),
  rights: z.array(z.string()),
  role: z.string(),
  token: z.string(),
  username: z.string(),
});

const check = success(z.boolean()).extend({
  id: z.literal(2),
  result: z.object({
    status: z.literal(true),
    value: z.boolean(),
    authentication: z.enum(['ACCEPT', 'REJECT', 'CHALLENGE']),
  }),
  detail: z
    .looseObject({
      message: z.string(),
      serial: z.string().optional(),
      type: z.string().optional(),
      otplen: z.int().optional(),
    })
    .optional(),
});

/** What is for a person to see of a token that was enrolled: a text, and a picture of it. */
const shown = z.object({ description: z.string(), value: z.string(), img: z.string().startsWith('data:image/png') });

const enrolled = success(z.literal(true)).extend({
  detail: z.looseObject({
    serial: z.string(),
    otpkey: shown.extend({ value: z.string().startsWith('seed://'), value_b32: z.string().optional() }),
    googleurl: shown.optional(),
    oathurl: shown.optional(),
    rollout_state: z.string().optional(),
  }),
});

const auditRow = z.looseObject({
  number: z.int(),
  action: z.string(),
  success: z.union([z.literal(0), z.literal(1)]),
  date: z.string(),
  serial: z.string().nullable(),
  user: z.string().nullable(),
  realm: z.string().nullable(),
  administrator: z.string().nullable(),
  info: z.string().nullable(),
  client: z.string().nullable(),
  sig_check: z.enum(['OK', 'FAIL']),
  missing_line: z.enum(['OK', 'FAIL']),
});

/** How many tokens are otherwise now. */
const changed = success(z.int());

const wireResolver = z.looseObject({
  type: z.string(),
  resolvername: z.string(),
  /** Parameters by privacyIDEA's names; secrets are `__CENSORED__`. */
  data: z.record(z.string(), z.string()),
});

/** Whether a definition, or the login that was tried with it, works; the description says why not. */
const resolverTest = success(z.boolean()).extend({ detail: z.looseObject({ description: z.string() }) });

/** Route -> reply, when it succeeds. */
export const serverReplies = {
  'POST /auth': success(login),
  'POST /validate/check': check,
  'GET /validate/check': check,
  'GET /token/': success(
    z.object({
      count: z.int(),
      current: z.int(),
      next: z.int().nullable(),
      prev: z.int().nullable(),
      tokens: z.array(wireToken),
    }),
  ),
  'GET /user/': success(z.array(wireUser)),
  'GET /realm/': success(z.record(z.string(), wireRealm)),
  'POST /realm/<realm>': success(z.object({ added: z.array(z.string()), failed: z.array(z.string()) })),
  'DELETE /realm/<realm>': success(z.int()),
  'GET /resolver/': success(z.record(z.string(), wireResolver)),
  'POST /resolver/test': resolverTest,
  'POST /resolver/<resolver>': success(z.int()),
  'DELETE /resolver/<resolver>': success(z.int()),
  'POST /user/': success(z.string()),
  'PUT /user/': success(z.literal(true)),
  'DELETE /user/<resolver>/<user>': success(z.literal(true)),
  'GET /defaultrealm': success(z.record(z.string(), wireRealm)),
  'GET /auth/rights': success(z.record(z.string(), z.string())),
  'POST /token/init': enrolled,
  'POST /token/assign': success(z.literal(true)),
  'POST /token/unassign': changed,
  'POST /token/enable': changed,
  'POST /token/disable': changed,
  'POST /token/reset': changed,
  'POST /token/revoke': changed,
  'GET /audit/': success(
    z.object({
      auditcolumns: z.array(z.string()),
      auditdata: z.array(auditRow),
      count: z.int(),
      current: z.int(),
      next: z.int().nullable(),
      prev: z.int().nullable(),
    }),
  ),
} as const satisfies Record<string, z.ZodType>;
