import type { OtpHash } from '../../domain/otp/hotp.ts';
import { changed } from './changed.ts';
import type { Db, Schema } from './schema.ts';

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

/** What a step of an enrolment changes. */
interface EnrolmentStep {
  readonly rolloutState: string;
  readonly seed?: Uint8Array;
  readonly active?: 1;
  readonly counter?: number;
  readonly timeShift?: number;
}

export interface CredentialChanges {
  /**
   * Gives the number of things that are otherwise now. Owners for themselves switch on only what they switched off: who
   * else switches it off after them means it.
   */
  readonly setActive: (id: number, active: boolean, by: 'administrator' | 'owner') => Promise<number>;
  readonly revoke: (id: number) => Promise<number>;
  readonly resetFailures: (id: number) => Promise<number>;
  /** Whether it was nobody's, or theirs already. */
  readonly setOwner: (id: number, ownerId: number, at: string) => Promise<boolean>;
  /** Nobody's again: the key stays, PIN and failures do not. */
  readonly removeOwner: (id: number) => Promise<void>;
  readonly setPin: (id: number, pinHash: string | null) => Promise<void>;
  /** An enrolment that waited goes on, if it still waits for this. */
  readonly moveOn: (id: number, from: string, step: EnrolmentStep) => Promise<boolean>;
  /** Two codes in a row told where the token is: moves the counter if it is still `from`. */
  readonly resync: (id: number, from: number, next: number, timeShift: number) => Promise<boolean>;
  readonly set: (id: number, settings: Partial<CredentialSettings>) => Promise<void>;
}

const columns = {
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
} as const satisfies Record<keyof CredentialSettings, keyof Schema['credentials']>;

export function credentialChanges(db: Db): CredentialChanges {
  const living = (id: number) => db.updateTable('credentials').where('id', '=', id).where('ended_at', 'is', null);
  return {
    setActive(id, active, by) {
      const isOwner = by === 'owner';
      const update = living(id).set({
        active: active ? 1 : 0,
        asleep: 0,
        off_by_owner: isOwner && !active ? 1 : 0,
      });
      if (isOwner && active) return changed(update.where('active', '=', 0).where('off_by_owner', '=', 1));
      return changed(
        update.where(({ or, eb }) =>
          or([
            eb('active', '=', active ? 0 : 1),
            eb('asleep', '=', 1),
            ...(isOwner ? [] : [eb('off_by_owner', '=', 1)]),
          ]),
        ),
      );
    },
    revoke: (id) => changed(living(id).set({ revoked: 1, locked: 1, active: 0, asleep: 0 }).where('revoked', '=', 0)),
    resetFailures: (id) => changed(living(id).set({ failcount: 0 })),
    setOwner: async (id, ownerId, at) =>
      (await changed(
        living(id)
          .set({ owner_id: ownerId, assigned_at: at })
          .where(({ or, eb }) => or([eb('owner_id', 'is', null), eb('owner_id', '=', ownerId)])),
      )) === 1,
    async removeOwner(id) {
      await living(id)
        .set({ owner_id: null, assigned_at: null, pin_hash: null, failcount: 0, off_by_owner: 0 })
        .execute();
    },
    async setPin(id, pinHash) {
      await living(id).set({ pin_hash: pinHash }).execute();
    },
    moveOn: async (id, from, { rolloutState, seed, active, counter, timeShift }) =>
      (await changed(
        living(id)
          .set({
            rollout_state: rolloutState,
            failcount: 0,
            ...(seed === undefined ? {} : { seed }),
            ...(active === undefined ? {} : { active }),
            ...(counter === undefined ? {} : { counter }),
            ...(timeShift === undefined ? {} : { time_shift: timeShift }),
          })
          .where('rollout_state', '=', from),
      )) === 1,
    resync: async (id, from, next, timeShift) =>
      (await changed(living(id).set({ counter: next, time_shift: timeShift }).where('counter', '=', from))) === 1,
    async set(id, settings) {
      const entries = Object.entries(settings).map(([name, value]) => [columns[name as keyof typeof columns], value]);
      if (entries.length > 0) await living(id).set(Object.fromEntries(entries)).execute();
    },
  };
}
