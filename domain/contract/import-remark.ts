import { z } from 'zod';
import { importRemarkCodes } from '../import-remark.ts';

/** What is said of a file of seeds. */
export const importRemark = z.object({
  code: z.enum(importRemarkCodes),
  values: z.record(z.string().max(40), z.union([z.string().max(300), z.number()])).readonly(),
  place: z.object({ unit: z.enum(['line', 'key', 'token']), number: z.int() }).optional(),
});

/** The same, or the words of a server whose codes this desk does not know. */
export const toldRemark = z.union([importRemark, z.object({ said: z.string() })]);
export type ToldRemark = z.infer<typeof toldRemark>;
