import type { Credential } from '../store/credentials.ts';
import { writeMoment } from './moment.ts';

/** The types whose hash privacyIDEA tells. */
const withHash: ReadonlySet<string> = new Set(['hotp', 'totp', 'sms', 'email']);

/** What the server itself knows of a credential in privacyIDEA's tokeninfo. */
export function tokenInfo(credential: Omit<Credential, 'seed' | 'pinHash'>): Record<string, string> {
  const entries: Record<string, string | null> = {
    creation_date: credential.begunAt,
    assignment_date: credential.assignedAt,
    last_auth: credential.lastUsedAt,
    count_auth: credential.tries === 0 ? null : String(credential.tries),
    count_auth_success: credential.successes === 0 ? null : String(credential.successes),
    count_auth_max: credential.maxTries === null ? null : String(credential.maxTries),
    count_auth_success_max: credential.maxSuccesses === null ? null : String(credential.maxSuccesses),
    validity_period_start: credential.validFrom === null ? null : writeMoment(credential.validFrom),
    validity_period_end: credential.validUntil === null ? null : writeMoment(credential.validUntil),
    tokenkind: credential.tokenSerial === null ? 'software' : 'hardware',
    hashlib: withHash.has(credential.type) ? credential.hash : null,
    'yubikey.prefix': credential.publicId || null,
    'keydesk.issuance': credential.issuance,
    ...(credential.type === 'totp'
      ? {
          timeShift: `${credential.timeShift}.0`,
          timeStep: String(credential.timeStep),
          timeWindow: String(credential.timeWindow),
        }
      : {}),
  };
  const told: Record<string, string> = {};
  for (const [key, value] of Object.entries(entries)) if (value !== null) told[key] = value;
  return told;
}
