import { z } from 'zod';
import { actingScopes, scopes, whenMissingValues } from '../../policy/policy.ts';
import { secretHeaders } from '../../policy/secret-headers.ts';

/** The server's policies as an administrator sees and changes them. */

const text = z.string().max(8_000);
const list = z.array(z.string().max(1_000)).max(10_000).readonly();

/** A policy as domain/policy has it. */
const policy = z.object({
  name: z.string().max(200),
  scope: z.enum(scopes),
  action: z.record(z.string().max(200), z.union([text, z.literal(true)])),
  realm: list,
  resolver: list,
  user: list,
  client: list,
  time: text,
  active: z.boolean(),
  priority: z.int().min(1),
  checkAllResolvers: z.boolean(),
  userCaseInsensitive: z.boolean(),
  adminRealm: list,
  adminUser: list,
  node: list,
  userAgent: list,
  conditions: z
    .array(
      z.object({
        section: text,
        key: text,
        comparator: text,
        value: text,
        active: z.boolean(),
        whenMissing: z.enum(whenMissingValues),
      }),
    )
    .max(100)
    .readonly(),
  description: text,
});

const policyRow = z.object({
  policy,
  /** Fields that this desk does not know, from a newer server: kept, and sent back when the policy is saved. */
  others: z.record(z.string(), z.json()),
  /** Tells whether somebody changed it meanwhile. */
  revision: z.string(),
});
export type PolicyRow = z.infer<typeof policyRow>;

/** Somebody's request at some moment, as it was or as it might be. */
const wondered = z.object({
  scope: z.enum(actingScopes),
  user: z.string().max(200),
  realm: z.string().max(100),
  client: z.string().max(100),
  /** `2026-11-21T10:00`, in the local time of the server; empty for now. */
  time: z.string().max(40),
  adminUser: z.string().max(200),
  /** The token it is about, for conditions that look at it; empty for none. */
  serial: z.string().max(100),
  /** What the request's headers said, for conditions that look at them; never those that prove who asks. */
  headers: z
    .array(
      z.object({
        name: z
          .string()
          .regex(/^[\w!#$%&'*+.^`|~-]{1,100}$/)
          .refine((name) => !secretHeaders.has(name.toLowerCase())),
        value: z.string().max(1_000),
      }),
    )
    .max(50)
    .readonly(),
});
export type Wondered = z.infer<typeof wondered>;

const explained = z.object({
  at: z.string(),
  person: z
    .object({
      username: z.string(),
      realm: z.string(),
      resolver: z.string(),
      givenname: z.string(),
      surname: z.string(),
    })
    .nullable(),
  /** `null` for whoever may not list tokens. */
  tokens: z.array(z.object({ serial: z.string(), type: z.string(), state: z.string() })).nullable(),
  /** How the person would get in, each way in turn. */
  login: z.array(z.object({ way: z.string(), why: z.string(), policies: z.array(z.string()) })),
  /** Where a limit of the realm counts: its tokens, and those that somebody has. `null` for whoever may not list them. */
  realm_tokens: z.object({ realm: z.string(), all: z.number(), assigned: z.number() }).nullable().default(null),
  values: z.array(z.object({ action: z.string(), value: z.string().nullable(), failure: z.string().nullable() })),
  policies: z.array(
    z.object({
      name: z.string(),
      scope: z.string(),
      matched: z.boolean(),
      mismatches: z.array(z.string()),
      effects: z.array(z.object({ action: z.string(), effect: z.string(), by: z.array(z.string()) })),
      /** What its conditions look at and nobody said. */
      unknown: z.array(z.object({ section: z.string(), key: z.string() })).default([]),
    }),
  ),
});
export type Explained = z.infer<typeof explained>;

const affectedPage = z.object({
  people: z.array(
    z.object({
      username: z.string(),
      resolver: z.string(),
      givenname: z.string(),
      surname: z.string(),
      changes: z.array(z.object({ action: z.string(), before: z.string(), after: z.string() })),
    }),
  ),
  /** How many were looked at in this part, and how many there are. */
  looked: z.int(),
  total: z.int(),
  /** From after which name the next part goes on; `null` at the end. */
  next: z.string().nullable(),
});
export type AffectedPage = z.infer<typeof affectedPage>;

const draft = { policy, others: z.record(z.string(), z.json()) };
const filePolicy = z.object({ name: z.string(), is: z.enum(['new', 'changed', 'same']) });

export const policyChannels = {
  'policies/list': { request: z.undefined(), reply: z.array(policyRow) },
  'policies/switch': { request: z.object({ name: text, active: z.boolean() }), reply: z.undefined() },
  /** Saves one; `seen` is the revision it was made from, `null` for a new one, and `name` what it was called then. */
  'policies/save': {
    request: z.object({ ...draft, seen: z.object({ name: text, revision: z.string().max(100) }).nullable() }),
    reply: z.undefined(),
  },
  'policies/delete': { request: z.object({ name: text, revision: z.string().max(100) }), reply: z.undefined() },
  /** The realms and resolvers there are, as far as the administrator may see them. */
  'policies/places': {
    request: z.undefined(),
    reply: z.object({ realms: z.array(z.string()), resolvers: z.array(z.string()), defaultRealm: z.string() }),
  },
  'policies/explain': { request: wondered, reply: explained },
  /** Whom a policy that is not saved would affect, part by part. */
  'policies/what-if': {
    request: z.object({ ...draft, realm: text, client: z.string().max(100), time: z.string().max(40), after: text }),
    reply: affectedPage,
  },
  /** Writes the policies, or the one of a name, where the person says; whether it was written. */
  'policies/export': { request: z.object({ name: text.optional() }), reply: z.object({ written: z.boolean() }) },
  /** Reads a policy file that the person chooses, and says what importing it would do; nothing is changed yet. */
  'policies/choose-file': {
    request: z.undefined(),
    reply: z.object({ file: z.string(), policies: z.array(filePolicy) }).nullable(),
  },
  /** Imports the file that was chosen last: all of its policies, or none. */
  'policies/import': { request: z.undefined(), reply: z.object({ count: z.int() }) },
} as const;
