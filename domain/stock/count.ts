import type { TokenSerial, TokenState } from '../token.ts';

/** A token as the server keeps it. `office` is where it should be, nothing when it is with its holder or on its way. */
export interface StockToken {
  readonly serial: TokenSerial;
  readonly model: string;
  readonly state: TokenState;
  readonly office: string | null;
}

/** A token that was touched and should not have been there, with what is known of it. */
type Surplus =
  | { readonly serial: TokenSerial; readonly kind: 'unknown' }
  | { readonly serial: TokenSerial; readonly kind: 'of another office'; readonly office: string }
  | { readonly serial: TokenSerial; readonly kind: 'not in stock'; readonly state: TokenState };

/** What the shelf, touched token by token, has too few and too many. */
export interface CountReport {
  readonly office: string;
  readonly expected: number;
  readonly there: readonly TokenSerial[];
  readonly missing: readonly TokenSerial[];
  readonly surplus: readonly Surplus[];
}

/** Compares an office's shelf with what was touched there; a token touched twice counts once. */
export function countReport(
  office: string,
  expected: readonly StockToken[],
  touched: readonly TokenSerial[],
  find: (serial: TokenSerial) => StockToken | undefined,
): CountReport {
  const seen = [...new Set(touched)];
  const serials = new Set(expected.map(({ serial }) => serial));
  return {
    office,
    expected: serials.size,
    there: seen.filter((serial) => serials.has(serial)),
    missing: [...serials].filter((serial) => !seen.includes(serial)),
    surplus: seen.filter((serial) => !serials.has(serial)).map((serial) => surplusOf(serial, find(serial))),
  };
}

function surplusOf(serial: TokenSerial, token: StockToken | undefined): Surplus {
  if (token === undefined) return { serial, kind: 'unknown' };
  if (token.office !== null) return { serial, kind: 'of another office', office: token.office };
  return { serial, kind: 'not in stock', state: token.state };
}
