import type { Vault } from '../vault/database.ts';
import type { StationKey } from '../vault/station-key.ts';
import type { TimeLimits } from './time-limit.ts';

/** What sync works with: the unlocked vault, and the few things tests replace. */
export interface SyncParts {
  readonly vault: Vault;
  readonly vaultKey: Uint8Array;
  readonly station: StationKey;
  readonly now: () => Date;
  /** Named places where a test may end the process; nothing in the app. */
  readonly crashPoint: (name: string) => void;
  /** How long an exchange with the server may take, when not the usual. */
  readonly limits?: TimeLimits | undefined;
}
