import type { Failure } from '../domain/failure.ts';
import type { TokenSeen } from '../domain/token.ts';
import type { EmulatedPort } from './emulator/port.ts';
import type { TokenSession } from './session.ts';

/** One thing in a port: a token that was identified, or why it could not be. */
export type PortEntry = { readonly token: TokenSeen } | { readonly presence: string; readonly failure: Failure };

/** All ports of this machine, real and emulated, as the desk sees them. */
export interface Ports {
  /** What is plugged in now, in the order of plugging in. */
  list(): readonly PortEntry[];
  /**
   * Gives the token of a presence to `work`, alone, and identifies it anew afterwards. Waits for its turn, until
   * `signal` fires. Fails with `device/unplugged` when that presence is over, with `token/swapped` when another serial
   * answers in its place.
   */
  use<T>(
    presence: string,
    work: (session: TokenSession, token: TokenSeen) => Promise<T>,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<T>;
  /** Looks again now, also at what could not be identified before. */
  rescan(): Promise<void>;
  close(): Promise<void>;
}

export interface PortOptions {
  /** Whether to look at real USB ports; without it no native module is loaded. */
  readonly hardware: boolean;
  readonly emulated?: EmulatedPort | undefined;
  /** Called with the whole list whenever anything in it changed. */
  readonly onChange: (entries: readonly PortEntry[]) => void;
}
