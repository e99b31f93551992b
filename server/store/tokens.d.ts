import type { TokenState } from '../../domain/token.ts';
import type { Db } from './database.ts';
/** A physical token, whatever its slots hold. */
export interface PhysicalToken {
  readonly serial: string;
  readonly model: string;
  readonly firmware: string;
  readonly transport: string;
  readonly state: TokenState;
}
export interface Tokens {
  readonly find: (serial: string) => PhysicalToken | undefined;
  readonly put: (token: PhysicalToken, at: string) => void;
}
export declare function tokens(db: Db): Tokens;
