import type { OtpHash } from '../../domain/otp/hotp.ts';
import type { Db } from './schema.ts';

/** What an administrator may set of a credential without ending it. */
export interface CredentialSettings {
  readonly description: string;
  readonly countWindow: number;
  readonly syncWindow: number;
  readonly maxfail: number;
  readonly hash: OtpHash;
  readonly timeStep: number;
  readonly timeWindow: number;
  readonly validFrom: string | null;
  readonly validUntil: string | null;
  readonly maxTries: number | null;
  readonly maxSuccesses: number | null;
}

export interface CredentialChanges {
  /** Gives the number of things that are otherwise now. */
  readonly setActive: (id: number, active: boolean) => Promise<number>;
  readonly revoke: (id: number) => Promise<number>;
  readonly resetFailures: (id: number) => Promise<number>;
  readonly setOwner: (id: number, ownerId: number, at: string) => Promise<void>;
  /** Nobody's again: the key stays, PIN and failures do not. */
  readonly removeOwner: (id: number) => Promise<void>;
  readonly setPin: (id: number, pinHash: string | null) => Promise<void>;
  /** Two codes in a row told where the token is: moves the counter if it is still `from`. */
  readonly resync: (id: number, from: number, next: number, timeShift: number) => Promise<boolean>;
  readonly set: (id: number, settings: Partial<CredentialSettings>) => Promise<void>;
}

const columns: Readonly<Record<keyof CredentialSettings, string>> = {
  description: 'description',
  countWindow: 'count_window',
  syncWindow: 'sync_window',
  maxfail: 'maxfail',
  hash: 'hash',
  timeStep: 'time_step',
  timeWindow: 'time_window',
  validFrom: 'valid_from',
  validUntil: 'valid_until',
  maxTries: 'max_tries',
  maxSuccesses: 'max_successes',
};

export function credentialChanges(db: Db): CredentialChanges {
  const prepared = (assignments: string, condition = '') =>
    db.prepare(`UPDATE credentials SET ${assignments} WHERE id = ? AND ended_at IS NULL ${condition}`);
  const enable = prepared('active = 1', 'AND active = 0');
  const disable = prepared('active = 0', 'AND active = 1');
  const revoke = prepared('revoked = 1, locked = 1, active = 0', 'AND revoked = 0');
  const resetFailures = prepared('failcount = 0');
  const setOwner = prepared('owner_id = ?, assigned_at = ?');
  const removeOwner = prepared('owner_id = NULL, assigned_at = NULL, pin_hash = NULL, failcount = 0');
  const setPin = prepared('pin_hash = ?');
  const resync = prepared('counter = ?, time_shift = ?', 'AND counter = ?');
  return {
    setActive: (id, active) => (active ? enable : disable).run(id).changes,
    revoke: (id) => revoke.run(id).changes,
    resetFailures: (id) => resetFailures.run(id).changes,
    setOwner: (id, ownerId, at) => void setOwner.run(ownerId, at, id),
    removeOwner: (id) => void removeOwner.run(id),
    setPin: (id, pinHash) => void setPin.run(pinHash, id),
    resync: (id, from, next, timeShift) => resync.run(next, timeShift, id, from).changes === 1,
    set(id, settings) {
      const names = Object.keys(settings) as (keyof CredentialSettings)[];
      if (names.length === 0) return;
      const assignments = names.map((name) => `${columns[name]} = @${name}`).join(', ');
      db.prepare(`UPDATE credentials SET ${assignments} WHERE id = @id AND ended_at IS NULL`).run({ ...settings, id });
    },
  };
}
