import type { OtpHash } from '../../domain/otp/hotp.ts';
import type { Db } from './schema.ts';

/** What a slot holds, as the server checks it. `counter` is the next value that may be accepted. */
export interface Credential {
  readonly id: number;
  readonly serial: string;
  readonly type: 'hotp' | 'totp' | 'yubikey' | 'pw';
  readonly tokenSerial: string | null;
  readonly slot: number | null;
  readonly ownerId: number | null;
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
  readonly validFrom: string | null;
  readonly validUntil: string | null;
  /** How often it was tried and accepted, and how often it may be. */
  readonly tries: number;
  readonly successes: number;
  readonly maxTries: number | null;
  readonly maxSuccesses: number | null;
}

/** A credential that begins: what it is, and the realms it is in. */
export interface NewCredential
  extends Omit<Credential, 'id' | 'lastUsedAt' | 'tries' | 'successes' | 'maxTries' | 'maxSuccesses'> {
  readonly realms: readonly string[];
}

export interface Credentials {
  readonly bySerial: (serial: string) => Promise<Credential | undefined>;
  readonly byOwner: (ownerId: number) => Promise<readonly Credential[]>;
  /** Every credential on a token's slots that has not ended. */
  readonly onToken: (tokenSerial: string) => Promise<readonly Credential[]>;
  /** Every credential that has not ended. */
  readonly living: () => Promise<readonly Credential[]>;
  /** Whether any credential, ended or not, came of this issuance. */
  readonly knowsIssuance: (issuance: string) => Promise<boolean>;
  readonly add: (credential: NewCredential) => Promise<number>;
  /** Adds one whose serial is free, or gives `undefined` and changes nothing. */
  readonly addIfFree: (credential: NewCredential) => Promise<number | undefined>;
  /** A code was right: moves the counter if it is still `from`, and forgets the failures. */
  readonly accept: (id: number, from: number, next: number, timeShift: number, at: string, success: boolean) => Promise<boolean>;
  /** Remembers the private id seen at the first use, by sealing the seed anew with it. */
  readonly bindSeed: (id: number, seed: Uint8Array) => Promise<void>;
  readonly countFailure: (id: number) => Promise<void>;
  readonly end: (id: number, at: string) => Promise<void>;
  readonly disable: (id: number) => Promise<void>;
}

export const credentialColumns = `credentials.id, serial, type, token_serial AS tokenSerial, slot,
  owner_id AS ownerId, active, revoked, locked, failcount, maxfail, counter,
  count_window AS countWindow, sync_window AS syncWindow, otp_length AS otpLength, hash, time_step AS timeStep,
  time_window AS timeWindow, time_shift AS timeShift, public_id AS publicId, seed, pin_hash AS pinHash,
  rollout_state AS rolloutState, description, issuance, begun_at AS begunAt, assigned_at AS assignedAt,
  last_used_at AS lastUsedAt, valid_from AS validFrom, valid_until AS validUntil, tries, successes,
  max_tries AS maxTries, max_successes AS maxSuccesses`;

export function credentials(db: Db): Credentials {
  const living = `SELECT ${credentialColumns} FROM credentials WHERE ended_at IS NULL`;
  const bySerial = db.prepare<[string], Credential>(`${living} AND serial = ?`);
  const byOwner = db.prepare<[number], Credential>(`${living} AND owner_id = ? ORDER BY type, id`);
  const onToken = db.prepare<[string], Credential>(`${living} AND token_serial = ?`);
  const everyLiving = db.prepare<[], Credential>(`${living} ORDER BY serial`);
  const issuance = db.prepare('SELECT id FROM credentials WHERE issuance = ?');
  const adding = `INSERT INTO credentials (serial, type, token_serial, slot, owner_id, active, revoked, locked,
       failcount, maxfail, counter, count_window, sync_window, otp_length, hash, time_step, time_window, time_shift,
       public_id, seed, pin_hash, rollout_state, description, issuance, begun_at, assigned_at, valid_from, valid_until,
       tries, successes)
     VALUES (@serial, @type, @tokenSerial, @slot, @ownerId, @active, @revoked, @locked,
       @failcount, @maxfail, @counter, @countWindow, @syncWindow, @otpLength, @hash, @timeStep, @timeWindow, @timeShift,
       @publicId, @seed, @pinHash, @rolloutState, @description, @issuance, @begunAt, @assignedAt, @validFrom,
       @validUntil, 0, 0)`;
  const insert = db.prepare(adding);
  const insertIfFree = db.prepare(`${adding} ON CONFLICT (serial) WHERE ended_at IS NULL DO NOTHING`);
  const insertRealm = db.prepare('INSERT INTO credential_realms (credential_id, realm) VALUES (?, ?)');
  function addBy(statement: typeof insert, { realms, ...row }: NewCredential): number | undefined {
    const { changes, lastInsertRowid } = statement.run(row);
    if (changes === 0) return undefined;
    for (const realm of realms) insertRealm.run(lastInsertRowid, realm);
    return Number(lastInsertRowid);
  }
  const accept = db.prepare(
    `UPDATE credentials SET counter = ?, failcount = 0, time_shift = ?, last_used_at = ?, tries = tries + 1,
       successes = successes + ?
     WHERE id = ? AND counter = ? AND ended_at IS NULL`,
  );
  const bindSeed = db.prepare('UPDATE credentials SET seed = ? WHERE id = ?');
  const countFailure = db.prepare(
    'UPDATE credentials SET failcount = failcount + 1, tries = tries + 1 WHERE id = ? AND failcount < maxfail',
  );
  const end = db.prepare('UPDATE credentials SET ended_at = ?, active = 0 WHERE id = ?');
  const disable = db.prepare('UPDATE credentials SET active = 0 WHERE id = ?');
  return {
    bySerial: (serial) => bySerial.get(serial),
    byOwner: (ownerId) => byOwner.all(ownerId),
    onToken: (tokenSerial) => onToken.all(tokenSerial),
    living: () => everyLiving.all(),
    knowsIssuance: (id) => issuance.get(id) !== undefined,
    add: (credential) => Number(addBy(insert, credential)),
    addIfFree: (credential) => addBy(insertIfFree, credential),
    accept: (id, from, next, timeShift, at, success) =>
      accept.run(next, timeShift, at, success ? 1 : 0, id, from).changes === 1,
    bindSeed: (id, seed) => void bindSeed.run(seed, id),
    countFailure: (id) => void countFailure.run(id),
    end: (id, at) => void end.run(at, id),
    disable: (id) => void disable.run(id),
  };
}

/** What privacyIDEA gives a new token (otplen 6, window 10, sync window 1000, maxfail 10, 30 s steps). */
export const newCredential = {
  active: 1,
  revoked: 0,
  locked: 0,
  failcount: 0,
  maxfail: 10,
  counter: 0,
  countWindow: 10,
  syncWindow: 1000,
  otpLength: 6,
  hash: 'sha1',
  timeStep: 30,
  timeWindow: 180,
  timeShift: 0,
  publicId: '',
  pinHash: null,
  rolloutState: '',
  description: '',
  issuance: null,
  tokenSerial: null,
  slot: null,
  ownerId: null,
  realms: [],
  assignedAt: null,
  validFrom: null,
  validUntil: null,
} as const satisfies Partial<NewCredential>;
