import type { TokenState } from '../token.ts';

/** What happens to a token apart from what is written on it. */
export type StockEvent =
  | 'received'
  | 'packed'
  | 'unpacked'
  | 'sent'
  | 'arrived'
  | 'issued'
  | 'suspended'
  | 'found'
  | 'reported lost'
  | 'returned'
  | 'revoked'
  | 'reprogrammed'
  | 'quarantined'
  | 'scrapped';

/** Where each event leads from each state it may happen in. What is not here is refused. */
const ways: Readonly<Record<StockEvent, Partial<Readonly<Record<TokenState, TokenState>>>>> = {
  received: { blank: 'in stock', 'in stock': 'in stock', returned: 'returned' },
  packed: { blank: 'blank', 'in stock': 'in stock' },
  unpacked: { blank: 'blank', 'in stock': 'in stock' },
  sent: { blank: 'in transit', 'in stock': 'in transit' },
  arrived: { 'in transit': 'in stock' },
  issued: { blank: 'issued', 'in stock': 'issued', verified: 'issued' },
  suspended: { issued: 'suspended' },
  found: { suspended: 'issued', lost: 'issued' },
  'reported lost': { issued: 'lost', suspended: 'lost', 'in stock': 'lost', blank: 'lost', 'in transit': 'lost' },
  returned: { issued: 'returned', suspended: 'returned', lost: 'returned', revoked: 'returned' },
  revoked: { issued: 'revoked', suspended: 'revoked', lost: 'revoked', returned: 'revoked' },
  reprogrammed: {
    blank: 'in stock',
    'in stock': 'in stock',
    returned: 'in stock',
    revoked: 'in stock',
    quarantined: 'in stock',
    programmed: 'in stock',
    verified: 'in stock',
  },
  quarantined: { blank: 'quarantined', 'in stock': 'quarantined', returned: 'quarantined', writing: 'quarantined' },
  scrapped: {
    blank: 'scrapped',
    'in stock': 'scrapped',
    returned: 'scrapped',
    revoked: 'scrapped',
    quarantined: 'scrapped',
    lost: 'scrapped',
  },
};

/** The state after an event, or nothing when it cannot happen to a token in this state. */
export function stateAfter(state: TokenState, event: StockEvent): TokenState | undefined {
  return ways[event][state];
}

/** States in which a token lies on an office's shelf and is counted there. */
export function isOnShelf(state: TokenState): boolean {
  return state === 'blank' || state === 'in stock' || state === 'returned' || state === 'quarantined';
}
