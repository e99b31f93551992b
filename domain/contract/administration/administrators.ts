import { z } from 'zod';
import { type Role, roleNames } from '../../role.ts';

/** Who administers the server, and what for. Only Keydesk's own server tells it; privacyIDEA keeps it to its console. */

const secretBytes = z.instanceof(Uint8Array).refine((bytes) => bytes.length <= 1024);
const name = z.string().regex(/^[\w.@-]{1,100}$/);
const role = z.enum(roleNames as [Role, ...Role[]]);

const administrator = z.object({
  name: z.string(),
  roles: z.array(role),
  /** What no role explains: rights that were granted one by one. */
  others: z.array(z.string()),
  createdAt: z.string(),
  /** The only one left who may make administrators: neither removed nor put to something else. */
  last: z.boolean(),
});
export type Administrator = z.infer<typeof administrator>;

const list = z.array(administrator);

export const administratorChannels = {
  'administrators/list': { request: z.undefined(), reply: list },
  'administrators/add': {
    request: z.object({ name, roles: z.array(role).max(20), password: secretBytes, again: secretBytes }),
    reply: z.undefined(),
  },
  'administrators/set-roles': { request: z.object({ name, roles: z.array(role).max(20) }), reply: z.undefined() },
  'administrators/set-password': {
    request: z.object({ name, password: secretBytes, again: secretBytes }),
    reply: z.undefined(),
  },
  'administrators/remove': { request: z.object({ name }), reply: z.undefined() },
} as const;
