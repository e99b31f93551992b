import type { TokenSeen } from '../domain/token.ts';
import type { Attached } from './attached.ts';
import type { Clock } from './clock.ts';
import type { Connection } from './connection.ts';
import type { TokenSession } from './session.ts';

/** A token that a driver has opened. */
export interface OpenedToken {
  readonly session: TokenSession;
  /** Asks the token what it is. */
  identify(): Promise<TokenSeen>;
  /** What identifying told, with what the session has learned since. */
  refreshed(seen: TokenSeen): TokenSeen;
}

/** Everything Keydesk knows of one family of tokens. */
export interface Driver {
  readonly vendorId: number;
  recognises(attached: Pick<Attached, 'vendorId' | 'productId'>): boolean;
  open(attached: Attached, connection: Connection, clock: Clock): Promise<OpenedToken>;
}
