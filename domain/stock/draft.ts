import type { TokenSerial, TokenState } from '../token.ts';
import { isOnShelf, stateAfter } from './shelf.ts';
import type { StockToken } from './stock-token.ts';

/** What is done token by token and closed as one record. */
export const draftKinds = ['receive', 'count', 'pack', 'arrive'] as const;
export type DraftKind = (typeof draftKinds)[number];

/** What is said of a token that was touched or scanned. */
export const heardWords = [
  'added',
  'there already',
  'on this shelf',
  'of another office',
  'issued',
  'your own',
  'not fit',
  'unknown token',
  'not expected',
  'in another box',
  'at work',
  'practice',
  'no serial',
  'not recognised',
  'typed by hand',
  'token in port',
  'full',
  'empty',
  'letters',
  'too long',
  'out of range',
  'article number',
  'code of a token',
] as const;
export type HeardWord = (typeof heardWords)[number];

/** As many tokens as one box has, and an order that is received one by one. */
const largestBox = 5000;
/** As many as one count touches, misses or finds too many: a shelf is told as a whole, in one record. */
export const largestCount = 10_000;

export function mostIn(kind: DraftKind): number {
  return kind === 'count' ? largestCount : largestBox;
}

const withSomebody: readonly TokenState[] = ['issued', 'suspended'];

/** Why a token of an order cannot be put on this shelf, if so: it is known, and somewhere else or somebody's. */
export function receivingFault(office: string, token: StockToken | undefined): HeardWord | undefined {
  if (token === undefined) return undefined;
  if (withSomebody.includes(token.state)) return 'issued';
  if (token.office === office) return 'on this shelf';
  if (token.office !== null) return 'of another office';
  return stateAfter(token.state, 'received') === undefined ? 'not fit' : undefined;
}

/** What a token that was touched at a count or out of a box is, when it was not expected. */
export function surplusWord(office: string, token: StockToken | undefined): HeardWord {
  if (token === undefined) return 'unknown token';
  if (withSomebody.includes(token.state)) return 'issued';
  if (token.office === office) return 'on this shelf';
  if (token.office !== null) return 'of another office';
  return 'not expected';
}

/** Whether a token that lies in an office though nobody expected it there may be put on its shelf: what somebody has is theirs. */
export function mayShelve(token: StockToken | undefined): boolean {
  if (token === undefined) return true;
  return isOnShelf(token.state) || token.state === 'in transit' || token.state === 'lost';
}

/** Which of what was expected was touched, and what else was. */
export function compared(
  expected: Iterable<TokenSerial>,
  touched: readonly TokenSerial[],
): {
  readonly there: readonly TokenSerial[];
  readonly missing: readonly TokenSerial[];
  readonly surplus: readonly TokenSerial[];
} {
  const wanted = new Set(expected);
  const seen = new Set(touched);
  return {
    there: [...seen].filter((serial) => wanted.has(serial)),
    missing: [...wanted].filter((serial) => !seen.has(serial)),
    surplus: [...seen].filter((serial) => !wanted.has(serial)),
  };
}
