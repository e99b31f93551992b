import type { OtpHash } from '../../domain/otp/hotp.ts';
import type { Db } from './database.ts';
/** What a slot holds, as the server checks it. `counter` is the next value that may be accepted. */
export interface Credential {
  readonly id: number;
  readonly serial: string;
  readonly type: 'hotp' | 'totp' | 'yubikey';
  readonly tokenSerial: string | null;
  readonly slot: number | null;
  readonly ownerId: number | null;
  readonly realm: string | null;
  readonly active: 0 | 1;
  readonly revoked: 0 | 1;
  readonly locked: 0 | 1;
  readonly failcount: number;
  readonly maxfail: number;
  readonly counter: number;
  readonly countWindow: number;
  readonly syncWindow: number;
  readonly otpLength: number;
  readonly hash: OtpHash;
  readonly timeStep: number;
  readonly timeWindow: number;
  readonly timeShift: number;
  readonly publicId: string;
  /** Sealed under the key file, bound to the serial. */
  readonly seed: Uint8Array;
  readonly pinHash: string | null;
  readonly rolloutState: string;
  readonly description: string;
  readonly issuance: string | null;
  readonly begunAt: string;
  readonly assignedAt: string | null;
  readonly lastUsedAt: string | null;
}
export interface Credentials {
  readonly bySerial: (serial: string) => Credential | undefined;
  readonly byOwner: (ownerId: number) => readonly Credential[];
  /** Every credential on a token's slots that has not ended. */
  readonly onToken: (tokenSerial: string) => readonly Credential[];
  /** Every credential that has not ended. */
  readonly living: () => readonly Credential[];
  /** Whether any credential, ended or not, came of this issuance. */
  readonly knowsIssuance: (issuance: string) => boolean;
  readonly add: (credential: Omit<Credential, 'id' | 'lastUsedAt'>) => number;
  /** A code was accepted: moves the counter if it is still `from`, and forgets the failures. */
  readonly accept: (id: number, from: number, next: number, timeShift: number, at: string) => boolean;
  /** Remembers the private id seen at the first use, by sealing the seed anew with it. */
  readonly bindSeed: (id: number, seed: Uint8Array) => void;
  readonly countFailure: (id: number) => void;
  readonly end: (id: number, at: string) => void;
  readonly disable: (id: number) => void;
}
export declare const credentialColumns =
  'credentials.id, serial, type, token_serial AS tokenSerial, slot,\n  owner_id AS ownerId, credentials.realm, active, revoked, locked, failcount, maxfail, counter,\n  count_window AS countWindow, sync_window AS syncWindow, otp_length AS otpLength, hash, time_step AS timeStep,\n  time_window AS timeWindow, time_shift AS timeShift, public_id AS publicId, seed, pin_hash AS pinHash,\n  rollout_state AS rolloutState, description, issuance, begun_at AS begunAt, assigned_at AS assignedAt,\n  last_used_at AS lastUsedAt';
export declare function credentials(db: Db): Credentials;
/** What privacyIDEA gives a new token (otplen 6, window 10, sync window 1000, maxfail 10, 30 s steps). */
export declare const newCredential: {
  readonly active: 1;
  readonly revoked: 0;
  readonly locked: 0;
  readonly failcount: 0;
  readonly maxfail: 10;
  readonly counter: 0;
  readonly countWindow: 10;
  readonly syncWindow: 1000;
  readonly otpLength: 6;
  readonly hash: 'sha1';
  readonly timeStep: 30;
  readonly timeWindow: 180;
  readonly timeShift: 0;
  readonly publicId: '';
  readonly pinHash: null;
  readonly rolloutState: '';
  readonly description: '';
  readonly issuance: null;
  readonly tokenSerial: null;
  readonly slot: null;
  readonly ownerId: null;
  readonly realm: null;
  readonly assignedAt: null;
};
