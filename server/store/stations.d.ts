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
export declare function stations(db: Db): Stations;
