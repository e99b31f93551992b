import { z } from 'zod';
import { importKinds } from '../../import-kind.ts';
import { toldRemark } from '../import-remark.ts';

/**
 * A file of seeds on its way to the server. It is read by the desk core, which sends it; the window learns its name, its
 * size and what the server says of it, never what is in it.
 */

const text = (max: number) => z.string().max(max);
const secretBytes = z.instanceof(Uint8Array).refine((bytes) => bytes.length <= 1024);

const chosen = z.object({ name: z.string(), bytes: z.int(), looksLike: z.enum(importKinds).nullable() });
export type ChosenImport = z.infer<typeof chosen>;

const how = {
  kind: z.enum(importKinds),
  realms: z.array(text(100)).max(50),
  /** PSKC only: what its keys are under; both empty for one that is not encrypted. */
  password: secretBytes,
  /** 32, 48 or 64 hexadecimal digits. */
  preSharedKey: secretBytes,
  /** PSKC only: takes encrypted keys without a check value too. */
  unchecked: z.boolean(),
};

const foreseen = z.object({
  /** What would be added. */
  keys: z.int(),
  types: z.array(z.object({ type: z.string(), count: z.int() })),
  /** What keeps the file out, if anything: duplicates, broken lines. The first of them. */
  faults: z.int(),
  firstFaults: z.array(toldRemark),
  /** What is no token and is left out. */
  passedOver: z.int(),
  firstPassedOver: z.array(toldRemark),
});
export type Foreseen = z.infer<typeof foreseen>;

export const importChannels = {
  /** Asks the person for a file and keeps it in memory; `null` when they would rather not. */
  'imports/choose': { request: z.undefined(), reply: chosen.nullable() },
  /** What would happen; nothing is imported. `null` where the server cannot say beforehand. */
  'imports/foresee': { request: z.object(how), reply: foreseen.nullable() },
  'imports/take': { request: z.object(how), reply: z.object({ imported: z.int(), leftOut: z.int() }) },
  /** Wipes the file that was chosen. */
  'imports/forget': { request: z.undefined(), reply: z.undefined() },
} as const;
