import { z } from 'zod';
import { longestController } from '../holder.ts';

/**
 * Who is at the desk. With a Keydesk server behind it whoever is there signs in, and what they may see ends with the
 * session; with a privacyIDEA server, and in practice, a name is given.
 */
export const atDesk = z.object({
  /** `named`: the name of the settings; `out`: nobody; `locked`: whoever locked it may come back. */
  state: z.enum(['named', 'out', 'locked', 'in']),
  /** Who is at the desk, or locked it. */
  name: z.string(),
  /** The last sign-in was checked here, because the server could not be asked. */
  offline: z.boolean(),
  /** Why the last session ended. */
  ended: z.enum(['locked', 'idle', 'sleep', 'signed out', 'right ended']).nullable(),
  /** Which guidelines hold, and whether whoever is at the desk has read them. */
  guidelines: z.object({ version: z.int(), read: z.boolean() }),
  /** The office this desk stands in, by its name; empty where nobody said one. */
  office: z.string(),
  /** Whether whoever is here may act beyond the own offices. */
  everywhere: z.boolean(),
  /** Codes that are left for signing in without the server. */
  codesAhead: z.int(),
});
export type AtDesk = z.infer<typeof atDesk>;

/** A code's letters are few; a password is as long as the server takes it. */
const password = z.instanceof(Uint8Array).refine((bytes) => bytes.length <= 1000);

export const controllerChannels = {
  /** The names that may sign in here, or be given. */
  'controllers/list': { request: z.undefined(), reply: z.array(z.string()) },
  /** What those whom records name are called where a person reads it. */
  'controllers/spoken': { request: z.object({ name: z.string().max(400) }), reply: z.string() },
  'controllers/sign-in': {
    request: z.object({ name: z.string().trim().min(1).max(longestController), password, code: z.string().max(100) }),
    reply: atDesk,
  },
  'controllers/lock': { request: z.undefined(), reply: atDesk },
  /** The next one comes to the desk. */
  'controllers/sign-out': { request: z.undefined(), reply: atDesk },
  /** Somebody is at the keyboard: the session is not idle. Asked at most once in a while. */
  'controllers/stay': { request: z.undefined(), reply: z.undefined() },
  'guidelines/confirm': { request: z.object({ version: z.int() }), reply: atDesk },
} as const;
