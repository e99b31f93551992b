import { changed } from './changed.ts';
import type { Db } from './schema.ts';

export interface Station {
  readonly id: string;
  readonly name: string;
  /** Raw Ed25519 public key, base64url. */
  readonly publicKey: string;
  readonly revokedAt: string | null;
  readonly lastSequence: number;
  readonly lastHash: string;
  /** The office it stands in, by id. */
  readonly office: string | null;
}

/** A station as lists show it. */
interface EnrolledStation extends Station {
  readonly enrolledAt: string;
}

export interface Stations {
  readonly find: (id: string) => Promise<Station | undefined>;
  readonly byKey: (publicKey: string) => Promise<Station | undefined>;
  readonly all: () => Promise<readonly EnrolledStation[]>;
  readonly add: (station: Omit<Station, 'revokedAt'>, at: string) => Promise<void>;
  /** The record with this sequence and hash is the station's newest now, if the one before it was until now. */
  readonly advance: (id: string, sequence: number, hash: string) => Promise<boolean>;
  readonly revoke: (id: string, at: string) => Promise<void>;
  /** Accepted again, under the name it gave now; its chain goes on where it was. */
  readonly reinstate: (id: string, name: string) => Promise<void>;
  readonly setOffice: (id: string, office: string | null) => Promise<void>;
  readonly addSecret: (hash: string, at: string, expiresAt: string, office: string | null) => Promise<void>;
  /** Uses an enrolment secret up: for one caller only, however many ask at once; gives the office it is for. */
  readonly takeSecret: (
    hash: string,
    at: string,
    station: string,
  ) => Promise<{ readonly office: string | null } | undefined>;
  /** Whether this station is the one that used the secret up. */
  readonly tookSecret: (hash: string, station: string) => Promise<boolean>;
}

const columns = [
  'id',
  'name',
  'public_key as publicKey',
  'revoked_at as revokedAt',
  'last_sequence as lastSequence',
  'last_hash as lastHash',
  'office',
] as const;

export function stations(db: Db): Stations {
  const rows = () => db.selectFrom('stations').select(columns);
  const one = (id: string) => db.updateTable('stations').where('id', '=', id);
  return {
    find: (id) => rows().where('id', '=', id).executeTakeFirst(),
    byKey: (publicKey) => rows().where('public_key', '=', publicKey).executeTakeFirst(),
    all: () => rows().select('enrolled_at as enrolledAt').orderBy('enrolled_at').orderBy('id').execute(),
    async add({ id, name, publicKey, lastSequence, lastHash, office }, at) {
      const chain = { last_sequence: lastSequence, last_hash: lastHash };
      await db
        .insertInto('stations')
        .values({ id, name, public_key: publicKey, enrolled_at: at, office, ...chain })
        .execute();
    },
    advance: async (id, sequence, hash) =>
      (await changed(
        one(id)
          .set({ last_sequence: sequence, last_hash: hash })
          .where('last_sequence', '=', sequence - 1),
      )) === 1,
    async revoke(id, at) {
      await one(id).set({ revoked_at: at }).execute();
    },
    async reinstate(id, name) {
      await one(id).set({ revoked_at: null, name }).execute();
    },
    async setOffice(id, office) {
      await one(id).set({ office }).execute();
    },
    async addSecret(hash, at, expiresAt, office) {
      await db
        .insertInto('enrolment_secrets')
        .values({ hash, created_at: at, expires_at: expiresAt, office })
        .execute();
    },
    takeSecret: (hash, at, station) =>
      db
        .updateTable('enrolment_secrets')
        .set({ used_at: at, used_by: station })
        .where('hash', '=', hash)
        .where('used_at', 'is', null)
        .where('expires_at', '>', at)
        .returning('office')
        .executeTakeFirst(),
    tookSecret: async (hash, station) =>
      (await db
        .selectFrom('enrolment_secrets')
        .select('hash')
        .where('hash', '=', hash)
        .where('used_by', '=', station)
        .executeTakeFirst()) !== undefined,
  };
}
