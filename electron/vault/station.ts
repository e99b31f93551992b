import { z } from 'zod';
import { keyChange } from '../../domain/contract/receipt-keys.ts';
import { KeydeskError } from '../../domain/failure.ts';
import type { Vault } from './database.ts';
import { readMeta, writeMeta } from './meta.ts';

const common = {
  id: z.string(),
  name: z.string(),
  url: z.string(),
  /** The only authority whose certificates are accepted, PEM. */
  ca: z.string(),
};

/** What enrolment gave this station: who it is, which server it trusts, and the server's keys. */
const keydesk = z.object({
  kind: z.literal('keydesk').default('keydesk'),
  ...common,
  sealingKey: z.object({ keyId: z.string(), publicKey: z.string() }),
  receiptKey: z.string(),
  /** How that key was changed, oldest first: an older receipt is held against the key of its time. */
  keyChanges: z.array(keyChange).default([]),
});

/** What pairing with a privacyIDEA server gave: the account that this station delivers with. */
const privacyidea = z.object({
  kind: z.literal('privacyidea'),
  ...common,
  account: z.object({
    name: z.string(),
    /** Whether the secret is a password, or an API token that stands for a login. */
    by: z.enum(['password', 'token']),
    /** Sealed under the vault key, base64url. */
    secret: z.string(),
  }),
});

export const enrolment = z.union([privacyidea, keydesk]);
export type Enrolment = z.infer<typeof enrolment>;
export type KeydeskEnrolment = z.infer<typeof keydesk>;
export type PrivacyideaEnrolment = z.infer<typeof privacyidea>;

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
