import { z } from 'zod';

/**
 * An administrator at this window: signed in to the server by name, password and, where the server asks, a code. The
 * login token never leaves the desk core; the window knows the name, the rights, and until when.
 */

const secretBytes = z.instanceof(Uint8Array).refine((bytes) => bytes.length <= 1024);

const administration = z.object({
  /** `null` while nobody is signed in. */
  signedIn: z
    .object({
      name: z.string(),
      /** privacyIDEA's names, as far as the server tells; the server decides in any case. */
      rights: z.array(z.string()),
      /** ISO time at which the server ends it. */
      until: z.string(),
    })
    .nullable(),
  /** The server asks for a second step: what it says to the person. */
  question: z.string().nullable(),
  /** Why the last session ended, until the next one begins. */
  ended: z.enum(['signed out', 'idle', 'expired', 'locked', 'turned away']).nullable(),
  /** The address of the server, empty while this station has none. */
  server: z.string(),
});
export type Administration = z.infer<typeof administration>;

export const sessionChannels = {
  'administration/state': { request: z.undefined(), reply: administration },
  'administration/sign-in': {
    request: z.object({ name: z.string().min(1).max(200), password: secretBytes }),
    reply: administration,
  },
  /** The second step: a code of the administrator's own token. */
  'administration/answer': { request: z.object({ code: secretBytes }), reply: administration },
  'administration/sign-out': { request: z.undefined(), reply: administration },
  /** Somebody is at the keyboard: the session is not idle. Asked at most once in a while. */
  'administration/stay': { request: z.undefined(), reply: z.undefined() },
} as const;

export const sessionEvents = { 'administration/changed': administration } as const;
