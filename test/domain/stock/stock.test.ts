import { expect, test } from 'vitest';
import { isOnShelf, stateAfter } from '../../../domain/stock/shelf.ts';
import { packingFault, type Shipment } from '../../../domain/stock/shipment.ts';
import type { StockToken } from '../../../domain/stock/stock-token.ts';
import { type TokenSerial, type TokenState, tokenStates } from '../../../domain/token.ts';

const serial = (text: string) => text as TokenSerial;
const token = (text: string, state: TokenState, office: string | null): StockToken => ({
  serial: serial(text),
  model: 'YubiKey 5',
  state,
  office,
});

test('hands out only what lies ready, and never what is issued or on its way', () => {
  const issuable = tokenStates.filter((state) => stateAfter(state, 'issued') !== undefined);
  expect(issuable).toEqual(['blank', 'in stock', 'verified']);
  expect(stateAfter('in transit', 'arrived')).toBe('in stock');
});

test('counts on the shelf what is neither out nor on its way', () => {
  expect(tokenStates.filter(isOnShelf)).toEqual(['blank', 'in stock', 'returned', 'quarantined']);
});

test('ships no token that somebody holds or held and has not been reprogrammed', () => {
  const shippable = tokenStates.filter((state) => stateAfter(state, 'sent') !== undefined);
  expect(shippable).toEqual(['blank', 'in stock']);
  expect(stateAfter('returned', 'issued')).toBeUndefined();
  expect(stateAfter('returned', 'reprogrammed')).toBe('in stock');
});

test('brings nothing back that was scrapped', () => {
  const events = ['received', 'issued', 'found', 'reprogrammed', 'arrived', 'returned'] as const;
  expect(events.map((event) => stateAfter('scrapped', event))).toEqual(events.map(() => undefined));
});

const shipment: Shipment = {
  id: 's1',
  from: 'Zürich',
  to: 'Bern',
  state: 'packing',
  packed: [serial('7')],
  arrived: [],
};

test.each([
  ['1', token('1', 'in stock', 'Zürich'), {}, undefined],
  ['7', token('7', 'in stock', 'Zürich'), {}, 'packed already'],
  ['2', token('2', 'issued', null), {}, 'issued'],
  ['2', token('2', 'lost', null), {}, 'issued'],
  ['3', token('3', 'in stock', 'Bern'), {}, 'of another office'],
  ['4', token('4', 'returned', 'Zürich'), {}, 'not fit to ship'],
  ['5', undefined, {}, 'unknown token'],
  ['1', token('1', 'in stock', 'Zürich'), { state: 'sent' }, 'not packing'],
] as const)('of token %s it says, when packed: %j', (text, known, change, fault) => {
  expect(packingFault({ ...shipment, ...change }, serial(text), known)).toBe(fault);
});
