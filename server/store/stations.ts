import type { Db } from './database.ts';

export interface Station {
  readonly id: string;
  readonly name: string;
  /** Raw Ed25519 public key, base64url. */
  readonly publicKey: string;
  readonly revokedAt: string | null;
  readonly lastSequence: number;
  readonly lastHash: string;
}

export interface Stations {
  readonly find: (id: string) => Station | undefined;
  readonly add: (station: Omit<Station, 'revokedAt'>, at: string) => void;
  /** The record with this sequence and hash is the station's newest now. */
  readonly advance: (id: string, sequence: number, hash: string) => void;
  readonly addSecret: (hash: string, at: string, expiresAt: string) => void;
  /** Uses an enrolment secret up: true for one caller only, however many ask at once. */
  readonly useSecret: (hash: string, at: string) => boolean;
}

export function stations(db: Db): Stations {
  const byId = db.prepare<[string], Station>(
    `SELECT id, name, public_key AS publicKey, revoked_at AS revokedAt, last_sequence AS lastSequence,
     last_hash AS lastHash FROM stations WHERE id = ?`,
  );
  const insert = db.prepare(
    `INSERT INTO stations (id, name, public_key, enrolled_at, last_sequence, last_hash)
     VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const advance = db.prepare('UPDATE stations SET last_sequence = ?, last_hash = ? WHERE id = ?');
  const addSecret = db.prepare('INSERT INTO enrolment_secrets (hash, created_at, expires_at) VALUES (?, ?, ?)');
  const useSecret = db.prepare(
    'UPDATE enrolment_secrets SET used_at = ? WHERE hash = ? AND used_at IS NULL AND expires_at > ?',
  );
  return {
    find: (id) => byId.get(id),
    add: (station, at) =>
      void insert.run(station.id, station.name, station.publicKey, at, station.lastSequence, station.lastHash),
    advance: (id, sequence, hash) => void advance.run(sequence, hash, id),
    addSecret: (hash, at, expiresAt) => void addSecret.run(hash, at, expiresAt),
    useSecret: (hash, at) => useSecret.run(at, hash, at).changes === 1,
  };
}
