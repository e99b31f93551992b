import { z } from 'zod';
import { conflictChoices, conflictKinds } from '../trust/conflicts.ts';

/** A conflict as stations and administrators are told of it. */
export const conflictRow = z.object({
  /** The record it is about. */
  record: z.string(),
  kind: z.enum(conflictKinds),
  /** The station that sent the record, and the one whose word was there first; empty when it was no station's. */
  station: z.string(),
  stationName: z.string(),
  otherStation: z.string(),
  /** What the record said: an act's word, or the record's kind; empty where nothing was kept. */
  what: z.string(),
  about: z.enum(['issue', 'act']),
  controller: z.string(),
  /** By the desk's clock, and by the server's. */
  recordedAt: z.string(),
  raisedAt: z.string(),
  token: z.string(),
  holder: z.object({ realm: z.string(), username: z.string(), name: z.string() }).nullable(),
  facts: z.record(z.string(), z.string()),
  choice: z.enum(conflictChoices).nullable(),
  settledBy: z.string(),
  settledAt: z.string(),
});
export type ConflictRow = z.infer<typeof conflictRow>;
