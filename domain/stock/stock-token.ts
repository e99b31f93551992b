import type { TokenSerial, TokenState } from '../token.ts';

/** A token as the server keeps it. `office` is where it should be, nothing when it is with its holder or on its way. */
export interface StockToken {
  readonly serial: TokenSerial;
  readonly model: string;
  readonly state: TokenState;
  readonly office: string | null;
}
