import { z } from 'zod';
import { conflictChoices } from '../trust/conflicts.ts';
import { conflictRow } from './conflict.ts';

/** Records that contradict what the server knew: what happened, and what can be chosen, the safe choice first. */
const record = z.string().regex(/^[0-9a-f]{32}$/);
const choice = z.enum(conflictChoices);

const conflictHere = conflictRow.extend({
  /** Whether this desk sent the record, was there first, or has nothing to do with it. */
  side: z.enum(['ours', 'first', 'elsewhere']),
  choices: z.array(
    z.object({
      choice,
      does: z.enum(['stands', 'taken']),
      by: z.enum(['controller', 'administrator']),
      leadsTo: z.enum(['ceremony', 'tokens', 'shelf']).nullable(),
    }),
  ),
  /** Decided here; the server has not heard of it yet. */
  isOnItsWay: z.boolean(),
  /** Whether a choice that takes the token back does: it has to be in a port here, and the controller needs an office. */
  takesBack: z.enum(['now', 'not here', 'no office']),
});
export type ConflictHere = z.infer<typeof conflictHere>;

export const conflictChannels = {
  'conflicts/list': { request: z.undefined(), reply: z.array(conflictHere) },
  /** A decision of whoever is at the desk, as a record; takes the token back first where it is in the port. */
  'conflicts/settle': {
    request: z.object({ record, choice }),
    reply: z.object({ record: z.string(), tookBack: z.boolean() }),
  },
} as const;

/** The same for an administrator who is signed in: all of them, decided at the server at once. */
export const decidedConflictChannels = {
  'conflicts/all': { request: z.undefined(), reply: z.array(conflictHere) },
  'conflicts/decide': { request: z.object({ record, choice }), reply: z.undefined() },
} as const;
