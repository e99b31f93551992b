import type { Db } from './schema.ts';

export interface Station {
  readonly id: string;
  readonly name: string;
  /** Raw Ed25519 public key, base64url. */
  readonly publicKey: string;
  readonly revokedAt: string | null;
  readonly lastSequence: number;
  readonly lastHash: string;
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
  /** The record with this sequence and hash is the station's newest now. */
  readonly advance: (id: string, sequence: number, hash: string) => Promise<void>;
  readonly revoke: (id: string, at: string) => Promise<void>;
  /** Accepted again, under the name it gave now; its chain goes on where it was. */
  readonly reinstate: (id: string, name: string) => Promise<void>;
  readonly addSecret: (hash: string, at: string, expiresAt: string) => Promise<void>;
  /** Uses an enrolment secret up: true for one caller only, however many ask at once. */
  readonly takeSecret: (hash: string, at: string, station: string) => Promise<boolean>;
  /** Whether this station is the one that used the secret up. */
  readonly tookSecret: (hash: string, station: string) => Promise<boolean>;
}

export function stations(db: Db): Stations {
  const columns = `id, name, public_key AS publicKey, revoked_at AS revokedAt, last_sequence AS lastSequence,
    last_hash AS lastHash`;
  const byId = db.prepare<[string], Station>(`SELECT ${columns} FROM stations WHERE id = ?`);
  const byKey = db.prepare<[string], Station>(`SELECT ${columns} FROM stations WHERE public_key = ?`);
  const all = db.prepare<[], EnrolledStation>(
    `SELECT ${columns}, enrolled_at AS enrolledAt FROM stations ORDER BY enrolled_at, id`,
  );
  const revoke = db.prepare('UPDATE stations SET revoked_at = ? WHERE id = ?');
  const reinstate = db.prepare('UPDATE stations SET revoked_at = NULL, name = ? WHERE id = ?');
  const insert = db.prepare(
    `INSERT INTO stations (id, name, public_key, enrolled_at, last_sequence, last_hash)
     VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const advance = db.prepare('UPDATE stations SET last_sequence = ?, last_hash = ? WHERE id = ?');
  const addSecret = db.prepare('INSERT INTO enrolment_secrets (hash, created_at, expires_at) VALUES (?, ?, ?)');
  const takeSecret = db.prepare(
    'UPDATE enrolment_secrets SET used_at = ?, used_by = ? WHERE hash = ? AND used_at IS NULL AND expires_at > ?',
  );
  const tookSecret = db.prepare('SELECT hash FROM enrolment_secrets WHERE hash = ? AND used_by = ?');
  return {
    find: (id) => byId.get(id),
    byKey: (publicKey) => byKey.get(publicKey),
    all: () => all.all(),
    add: (station, at) =>
      void insert.run(station.id, station.name, station.publicKey, at, station.lastSequence, station.lastHash),
    advance: (id, sequence, hash) => void advance.run(sequence, hash, id),
    addSecret: (hash, at, expiresAt) => void addSecret.run(hash, at, expiresAt),
    revoke: (id, at) => void revoke.run(at, id),
    reinstate: (id, name) => void reinstate.run(name, id),
    takeSecret: (hash, at, station) => takeSecret.run(at, station, hash, at).changes === 1,
    tookSecret: (hash, station) => tookSecret.get(hash, station) !== undefined,
  };
}
