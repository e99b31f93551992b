import { z } from 'zod';
import { scopes, whenMissingValues } from '../../policy/policy.ts';

/** The server's policies as an administrator sees and changes them. */

const text = z.string().max(8_000);
const list = z.array(z.string().max(1_000)).max(10_000);

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
    .max(100),
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

export const policyChannels = {
  'policies/list': { request: z.undefined(), reply: z.array(policyRow) },
  'policies/switch': { request: z.object({ name: text, active: z.boolean() }), reply: z.undefined() },
} as const;
