import type { Insertable, UpdateResult } from 'kysely';
import type { OtpHash } from '../../domain/otp/hotp.ts';
import { changed } from './changed.ts';
import type { CredentialType } from './credential-type.ts';
import { prepared } from './prepared.ts';
import { accountsOf } from './same-person.ts';
import type { Db, Schema } from './schema.ts';

/** What a slot holds, as the server checks it. `counter` is the next value that may be accepted. */
export interface Credential {
  readonly id: number;
  readonly serial: string;
  readonly type: CredentialType;
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

/** What a right code adds to how often its credential was tried and accepted. */
export type Uses = Readonly<Record<'tries' | 'successes', 0 | 1>>;

export interface Credentials {
  readonly bySerial: (serial: string) => Promise<Credential | undefined>;
  readonly byId: (id: number) => Promise<Credential | undefined>;
  readonly byOwner: (ownerId: number) => Promise<readonly Credential[]>;
  /** Those of a person through every realm: the gate and the desks know the person, the wire an account. */
  readonly ofPerson: (personId: number) => Promise<readonly Credential[]>;
  /** Those whose codes begin with one of these. */
  readonly byPublicId: (publicIds: readonly string[]) => Promise<readonly Credential[]>;
  /** Every credential on a token's slots that has not ended. */
  readonly onToken: (tokenSerial: string) => Promise<readonly Credential[]>;
  /** Every credential on a token's slots that has ended. */
  readonly endedOn: (tokenSerial: string) => Promise<readonly Credential[]>;
  /** Every credential that has not ended. */
  readonly living: () => Promise<readonly Credential[]>;
  /** Whether any credential, ended or not, came of this issuance. */
  readonly knowsIssuance: (issuance: string) => Promise<boolean>;
  /** Which of some serials a credential has that has not ended. */
  readonly namesInUse: (serials: readonly string[]) => Promise<readonly string[]>;
  readonly add: (credential: NewCredential) => Promise<number>;
  /** Adds one whose serial is free, or gives `undefined` and changes nothing. */
  readonly addIfFree: (credential: NewCredential) => Promise<number | undefined>;
  /** A code was right: moves the counter and forgets the failures, if what was decided on is still so. */
  readonly accept: (
    credential: Credential,
    next: number,
    timeShift: number,
    at: string,
    count: Uses,
  ) => Promise<boolean>;
  /**
   * Moves the counter if nobody else has and the credential can still be used: a code is sent, or one came that lets
   * nobody in yet.
   */
  readonly moveCounter: (id: number, from: number, to: number) => Promise<boolean>;
  /** Remembers the private id seen at the first use, by sealing the seed anew with it. */
  readonly bindSeed: (id: number, seed: Uint8Array) => Promise<void>;
  readonly countFailure: (id: number, countTry: boolean) => Promise<void>;
  /** What stood in for lost tokens and expired before some moment. */
  readonly expiredReplacements: (before: string) => Promise<readonly Credential[]>;
  readonly end: (id: number, at: string) => Promise<void>;
  readonly disable: (id: number) => Promise<void>;
}

export const credentialColumns = [
  'credentials.id',
  'serial',
  'type',
  'token_serial as tokenSerial',
  'slot',
  'owner_id as ownerId',
  'active',
  'revoked',
  'locked',
  'failcount',
  'maxfail',
  'counter',
  'count_window as countWindow',
  'sync_window as syncWindow',
  'otp_length as otpLength',
  'hash',
  'time_step as timeStep',
  'time_window as timeWindow',
  'time_shift as timeShift',
  'public_id as publicId',
  'seed',
  'pin_hash as pinHash',
  'rollout_state as rolloutState',
  'description',
  'issuance',
  'begun_at as begunAt',
  'assigned_at as assignedAt',
  'last_used_at as lastUsedAt',
  'valid_from as validFrom',
  'valid_until as validUntil',
  'tries',
  'successes',
  'max_tries as maxTries',
  'max_successes as maxSuccesses',
] as const;

export function credentials(db: Db): Credentials {
  const living = () => db.selectFrom('credentials').select(credentialColumns).where('ended_at', 'is', null);
  const one = (id: number) => db.updateTable('credentials').where('id', '=', id);
  async function insert(credential: NewCredential, ifFree: boolean): Promise<number | undefined> {
    const adding = db.insertInto('credentials').values(rowOf(credential)).returning('id');
    const free = ifFree
      ? adding.onConflict((conflict) => conflict.column('serial').where('ended_at', 'is', null).doNothing())
      : adding;
    const id = (await free.executeTakeFirst())?.id;
    const realms = credential.realms.map((realm) => ({ credential_id: id ?? -1, realm }));
    if (id !== undefined && realms.length > 0) await db.insertInto('credential_realms').values(realms).execute();
    return id;
  }
  const bySerial = prepared<{ serial: string }, Credential>(db, (given) =>
    living().where('serial', '=', given('serial')),
  );
  const byOwner = prepared<{ ownerId: number }, Credential>(db, (given) =>
    living().where('owner_id', '=', given('ownerId')).orderBy('type').orderBy('id'),
  );
  const accept = prepared<Acceptance, UpdateResult>(db, (given) =>
    one(given('id'))
      .set(({ eb }) => ({
        counter: given('next'),
        failcount: 0,
        time_shift: given('timeShift'),
        last_used_at: given('at'),
        tries: eb('tries', '+', given('tries')),
        successes: eb('successes', '+', given('successes')),
        room: null,
      }))
      .where('counter', '=', given('counter'))
      .where('ended_at', 'is', null)
      .where('revoked', '=', 0)
      .where('locked', '=', 0)
      .whereRef('failcount', '<', 'maxfail')
      .where('active', '=', given('active'))
      .where('owner_id', 'is not distinct from', given('ownerId'))
      .where('pin_hash', 'is not distinct from', given('pinHash')),
  );
  return {
    bySerial: async (serial) => (await bySerial({ serial })).rows[0],
    byId: (id) => living().where('id', '=', id).executeTakeFirst(),
    byOwner: async (ownerId) => (await byOwner({ ownerId })).rows,
    ofPerson: (id) => living().where('owner_id', 'in', accountsOf(db, id)).orderBy('type').orderBy('id').execute(),
    byPublicId: (publicIds) =>
      living().where('public_id', 'in', publicIds).where('public_id', '<>', '').orderBy('id').limit(10).execute(),
    onToken: (tokenSerial) => living().where('token_serial', '=', tokenSerial).orderBy('id').execute(),
    endedOn: (tokenSerial) =>
      db
        .selectFrom('credentials')
        .select(credentialColumns)
        .where('ended_at', 'is not', null)
        .where('token_serial', '=', tokenSerial)
        .orderBy('id')
        .execute(),
    living: () => living().orderBy('serial').execute(),
    knowsIssuance: async (issuance) =>
      (await db.selectFrom('credentials').select('id').where('issuance', '=', issuance).executeTakeFirst()) !==
      undefined,
    add: async (credential) => (await insert(credential, false)) ?? -1,
    addIfFree: (credential) => insert(credential, true),
    accept: async ({ id, counter, active, ownerId, pinHash }, next, timeShift, at, count) => {
      const decidedOn = { id, counter, active, ownerId, pinHash };
      const { numAffectedRows } = await accept({ ...decidedOn, next, timeShift, at, ...count });
      return numAffectedRows === 1n;
    },
    moveCounter: async (id, from, to) =>
      (await changed(
        one(id)
          .set({ counter: to })
          .where('counter', '=', from)
          .where('ended_at', 'is', null)
          .where('active', '=', 1)
          .where('revoked', '=', 0)
          .where('locked', '=', 0)
          .whereRef('failcount', '<', 'maxfail'),
      )) === 1,
    async bindSeed(id, seed) {
      await one(id).set({ seed }).execute();
    },
    async countFailure(id, countTry) {
      await one(id)
        .set(({ eb }) => ({ failcount: eb('failcount', '+', 1), tries: eb('tries', '+', countTry ? 1 : 0) }))
        .whereRef('failcount', '<', 'maxfail')
        .execute();
    },
    expiredReplacements: (before) =>
      living()
        .where('type', 'in', ['pw', 'sms', 'email'])
        .where('serial', 'like', 'lost%')
        .where('description', 'like', 'temporary replacement for %')
        .where('valid_until', '<', before)
        .execute(),
    async namesInUse(serials) {
      const used: string[] = [];
      for (let from = 0; from < serials.length; from += 1000) {
        const some = serials.slice(from, from + 1000);
        const rows = await db
          .selectFrom('credentials')
          .select('serial')
          .where('serial', 'in', some)
          .where('ended_at', 'is', null)
          .orderBy('serial')
          .execute();
        used.push(...rows.map(({ serial }) => serial));
      }
      return used;
    },
    async end(id, at) {
      await one(id).set({ ended_at: at, active: 0 }).execute();
    },
    async disable(id) {
      await one(id).set({ active: 0, asleep: 0, off_by_owner: 0 }).execute();
    },
  };
}

/** A code that was right, and the credential as it was when that was decided. */
type Acceptance = Pick<Credential, 'id' | 'counter' | 'active' | 'ownerId' | 'pinHash'> & {
  readonly next: number;
  readonly timeShift: number;
  readonly at: string;
} & Uses;

function rowOf(credential: NewCredential): Insertable<Schema['credentials']> {
  return {
    serial: credential.serial,
    type: credential.type,
    token_serial: credential.tokenSerial,
    slot: credential.slot,
    owner_id: credential.ownerId,
    active: credential.active,
    revoked: credential.revoked,
    locked: credential.locked,
    failcount: credential.failcount,
    maxfail: credential.maxfail,
    counter: credential.counter,
    count_window: credential.countWindow,
    sync_window: credential.syncWindow,
    otp_length: credential.otpLength,
    hash: credential.hash,
    time_step: credential.timeStep,
    time_window: credential.timeWindow,
    time_shift: credential.timeShift,
    public_id: credential.publicId,
    seed: credential.seed,
    pin_hash: credential.pinHash,
    rollout_state: credential.rolloutState,
    description: credential.description,
    issuance: credential.issuance,
    begun_at: credential.begunAt,
    assigned_at: credential.assignedAt,
    valid_from: credential.validFrom,
    valid_until: credential.validUntil,
    tries: 0,
    successes: 0,
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
