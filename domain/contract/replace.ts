import { z } from 'zod';
import { replacedPlaces } from '../ceremony.ts';
import type { TokenSerial } from '../token.ts';

/** Replacing somebody's token: which of theirs a new one takes the place of. */
const serial = z
  .string()
  .regex(/^\d{1,10}$/)
  .transform((text) => text as TokenSerial);

/** `here`: its serial is read from the port when the checks are answered. */
export const replacement = z.object({ token: serial, where: z.enum(replacedPlaces) });

export const replaceChannels = {
  'replace/candidates': {
    request: z.object({ realm: z.string().max(100), username: z.string().max(200) }),
    reply: z.array(z.object({ token: z.string(), model: z.string(), isLost: z.boolean(), isHere: z.boolean() })),
  },
} as const;
