import type { OtpHash } from '../../domain/otp/hotp.ts';
import type { CredentialSettings } from '../store/credential-changes.ts';
import { readMoment } from '../wire/moment.ts';
import { type Parameters, wholeNumber } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';

export type ReadSettings = Partial<CredentialSettings>;

/** A limit on uses: nothing, or less than one, is none. */
const uses = (value: string): number | null => wholeNumber(value, 0, 0, 999_999_999) || null;

const readers: Readonly<Record<string, (value: string, name: string) => ReadSettings>> = {
  description: (value) => ({ description: readDescription(value) }),
  count_window: (value) => ({ countWindow: wholeNumber(value, 10, 1, 1000) }),
  sync_window: (value) => ({ syncWindow: wholeNumber(value, 1000, 1, 10_000) }),
  max_failcount: (value) => ({ maxfail: wholeNumber(value, 10, 1, 1000) }),
  hashlib: (value) => ({ hash: readHash(value) ?? 'sha1' }),
  timeStep: (value) => ({ timeStep: wholeNumber(value, 30, 5, 3600) }),
  timeWindow: (value) => ({ timeWindow: wholeNumber(value, 180, 0, 3600) }),
  validity_period_start: (value, name) => ({ validFrom: readMoment(value, name) }),
  validity_period_end: (value, name) => ({ validUntil: readMoment(value, name) }),
  count_auth_max: (value) => ({ maxTries: uses(value) }),
  count_auth_success_max: (value) => ({ maxSuccesses: uses(value) }),
};

/** What of a credential's settings a request names, by privacyIDEA's names. */
export function readSettings(parameters: Parameters): ReadSettings {
  const read = Object.entries(readers).map(([name, reader]) => {
    const value = parameters[name];
    return value === undefined ? {} : reader(value, name);
  });
  const settings: ReadSettings = Object.assign({}, ...read);
  const { validFrom, validUntil } = settings;
  if (validFrom && validUntil && validFrom > validUntil) {
    throw new WireError('parameter', 'The validity period ends before it starts.', { reason: 'validity-reversed' });
  }
  return settings;
}

export function readHash(value: string | undefined): OtpHash | undefined {
  if (!value) return undefined;
  const hash = (['sha1', 'sha256', 'sha512'] as const).find((known) => known === value.toLowerCase());
  if (hash === undefined) throw new WireError('parameter', 'hashlib must be sha1, sha256 or sha512.');
  return hash;
}

export function readDescription(value: string): string {
  if (value.length > 500)
    throw new WireError('parameter', 'A description has at most 500 characters.', {
      reason: 'too-long',
      values: { most: 500 },
    });
  return value;
}
