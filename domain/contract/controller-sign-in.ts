import { z } from 'zod';
import { longestController } from '../holder.ts';
import { permissions } from '../trust/groups.ts';

/**
 * `POST /stations/self/controllers/sign-in`, signed by the station: somebody is at its desk, with their password and a
 * code of their own token. An administrator who was granted the control of trust has a password alone, as at `/auth`.
 */
export const controllerSignIn = z.strictObject({
  controller: z.string().min(1).max(longestController),
  password: z.string().max(1000),
  code: z.string().max(100),
});

/** How many codes ahead somebody can sign in without the server, and for how many days. */
export const offlineCodes = 30;
export const offlineDays = 14;

/**
 * What the desk keeps, sealed, so that the controller can sign in while the server is away: for each of the next codes
 * of the token one Argon2id (RFC 9106) over that code, a zero byte and the password. Neither can be read from it.
 */
const offlinePack = z.strictObject({
  credential: z.string().max(40),
  memoryKiB: z.int().min(8192).max(1_048_576),
  passes: z.int().min(1).max(100),
  verifiers: z
    .array(
      z.strictObject({
        counter: z.int().min(0),
        salt: z.string().regex(/^[\w-]{22}$/),
        hash: z.string().regex(/^[\w-]{43}$/),
      }),
    )
    .max(100),
});
export type OfflinePack = z.infer<typeof offlinePack>;

/** What the server says; `wrong` never tells what of it was. All others are told to a right password only. */
export const controllerSignedIn = z.discriminatedUnion('outcome', [
  z.strictObject({
    outcome: z.literal('signed in'),
    controller: z.string(),
    permissions: z.array(z.enum(permissions)),
    offices: z.array(z.string()),
    everywhere: z.boolean(),
    /** The newest version of the guidelines that they have read, 0 for none. */
    guidelinesRead: z.int().min(0),
    offline: offlinePack.nullable(),
  }),
  z.strictObject({
    outcome: z.literal('refused'),
    why: z.enum(['wrong', 'too often', 'no token', 'no right', 'other office']),
    /** Whom to ask, where the organisation has said so. */
    contact: z.string().default(''),
    retryAfterSeconds: z.int().min(0).default(0),
  }),
]);
export type ControllerSignedIn = z.infer<typeof controllerSignedIn>;
