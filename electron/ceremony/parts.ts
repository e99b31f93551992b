import type { Ceremony } from '../../domain/ceremony.ts';
import type { Ports } from '../../native/ports.ts';
import type { Vault } from '../vault/database.ts';
import type { StationKey } from '../vault/station-key.ts';

/** What every act of a ceremony works with: the unlocked vault, the ports, and the few things tests replace. */
export interface CeremonyParts {
  readonly vault: Vault;
  readonly vaultKey: Uint8Array;
  readonly station: StationKey;
  readonly ports: Ports;
  readonly appVersion: string;
  /** Who is at the desk: a ceremony keeps whoever began it. */
  readonly controller: () => string;
  readonly now: () => Date;
  readonly random: (size: number) => Uint8Array;
  /** Named places where a test may end the process; nothing in the app. */
  readonly crashPoint: (name: string) => void;
  /** The ceremony on the desk changed. */
  readonly changed: (ceremony: Ceremony | undefined) => void;
  /** A record was made. */
  readonly recorded: () => void;
}

/** 128 random bits in hex: the name of a ceremony, an issuance or a record. */
export function newId(parts: Pick<CeremonyParts, 'random'>): string {
  return Buffer.from(parts.random(16)).toString('hex');
}
