import { z } from 'zod';
import { KeydeskError } from '../../domain/failure.ts';
import type { Vault } from './database.ts';
import { readMeta, writeMeta } from './meta.ts';

/** What enrolment gave this station: who it is, which server it trusts, and the server's keys. */
export const enrolment = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  /** The only authority whose certificates are accepted, PEM. */
  ca: z.string(),
  sealingKey: z.object({ keyId: z.string(), publicKey: z.string() }),
  receiptKey: z.string(),
});
export type Enrolment = z.infer<typeof enrolment>;

export function readEnrolment(vault: Vault): Enrolment | undefined {
  const stored = readMeta(vault, 'station');
  if (stored === undefined) return undefined;
  const parsed = enrolment.safeParse(stored);
  if (!parsed.success) throw new KeydeskError('vault/corrupt', { part: 'station' });
  return parsed.data;
}

export function saveEnrolment(vault: Vault, made: Enrolment): void {
  writeMeta(vault, 'station', made);
}
