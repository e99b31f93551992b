import { expect, test } from 'vitest';
import { modhex } from '../../../domain/otp/modhex.ts';
import { compared, mayShelve, receivingFault, surplusWord } from '../../../domain/stock/draft.ts';
import { credentialNames, tokenOfName } from '../../../domain/stock/named-token.ts';
import { readScan } from '../../../domain/stock/scan.ts';
import type { StockToken } from '../../../domain/stock/stock-token.ts';
import { typedToken } from '../../../domain/stock/typed-token.ts';
import { type TokenSerial, type TokenState, tokenStates } from '../../../domain/token.ts';

const token = (state: TokenState, office: string | null): StockToken => ({
  serial: '1' as TokenSerial,
  model: '',
  state,
  office,
});

test.each([
  ['12345678', { serial: '12345678' }],
  [' 0012 345 678 ', { serial: '12345678' }],
  ['S/N: 12345678', { serial: '12345678' }],
  ['serial 1234-5678', { serial: '12345678' }],
  ['4294967295', { serial: '4294967295' }],
  ['', { fault: 'empty' }],
  ['  \t', { fault: 'empty' }],
  ['0', { fault: 'out of range' }],
  ['0000000000', { fault: 'out of range' }],
  ['4294967296', { fault: 'out of range' }],
  ['UBAM12345678_1', { fault: 'letters' }],
  ['12345６78', { fault: 'letters' }],
  ['123.456', { fault: 'letters' }],
  ['4006381333931', { fault: 'article number' }],
  ['012345678905', { fault: 'article number' }],
  ['4006381333930', { fault: 'too long' }],
  ['12345678901', { fault: 'too long' }],
  ['vvcccccdnurdcbdefghijklnrtuvcbdefghijklnrtuv', { fault: 'code of a token' }],
] as const)('reads the scan %j as %j', (line, said) => {
  expect(readScan(line)).toEqual(said);
});

test('knows a token by the public id that Keydesk gives it, by an OATH token identifier, and by no bare code', () => {
  const sealed = 'cbdefghijklnrtuvcbdefghijklnrtuv';
  const typed = (...id: number[]) => typedToken(`${modhex(Uint8Array.from(id))}${sealed}`);
  expect(typed(0xff, 1, 0, 0xe6, 0x6f, 0x35)).toBe('15101749');
  expect(typed(0xff, 2, 0xff, 0xff, 0xff, 0xff)).toBe('4294967295');
  expect(typedToken(`VVCBCCUHHVGE${sealed}\r`)).toBe('15101779');
  expect(typed(0, 1, 0, 0xe6, 0x6f, 0x35)).toBeUndefined();
  expect(typed(0xff, 3, 0, 0xe6, 0x6f, 0x35)).toBeUndefined();
  expect(typedToken('ubhe01234567755224')).toBe('1234567');
  expect(typedToken('755224')).toBeUndefined();
  expect(typedToken('12345678')).toBeUndefined();
});

test('finds a token by every name that a file may give its credentials, and reads the names back', () => {
  const names = credentialNames('1234567' as TokenSerial);
  expect(names).toEqual([
    'UBOM01234567_1',
    'UBAM01234567_1',
    'UBOM01234567_2',
    'UBAM01234567_2',
    ...['_1', '_2', '_X'].flatMap((slot) => [`UBOM1234567${slot}`, `UBAM1234567${slot}`]),
    '1234567',
    '01234567',
    '0001234567',
  ]);
  expect(new Set(names.map(tokenOfName))).toEqual(new Set(['1234567']));
  expect(['OATH0001', 'UBOM123_3', 'lost1234', '12345678901'].map(tokenOfName)).toEqual(Array(4).fill(undefined));
});

test.each([
  [undefined, undefined],
  [token('blank', null), undefined],
  [token('in stock', null), undefined],
  [token('returned', null), undefined],
  [token('blank', 'here'), 'on this shelf'],
  [token('blank', 'there'), 'of another office'],
  [token('issued', null), 'issued'],
  [token('suspended', null), 'issued'],
  [token('in transit', null), 'not fit'],
  [token('lost', null), 'not fit'],
  [token('scrapped', null), 'not fit'],
] as const)('of an order with the token %j it says %j', (known, said) => {
  expect(receivingFault('here', known)).toBe(said);
});

test('names what nobody expected by whose it is or where it belongs', () => {
  expect(surplusWord('here', undefined)).toBe('unknown token');
  expect(surplusWord('here', token('issued', null))).toBe('issued');
  expect(surplusWord('here', token('blank', 'there'))).toBe('of another office');
  expect(surplusWord('here', token('blank', 'here'))).toBe('on this shelf');
  expect(surplusWord('here', token('in transit', null))).toBe('not expected');
});

test('puts on a shelf what lies there, but nothing that somebody has or that is scrapped', () => {
  expect(mayShelve(undefined)).toBe(true);
  expect(tokenStates.filter((state) => mayShelve(token(state, null)))).toEqual([
    'blank',
    'in stock',
    'in transit',
    'lost',
    'returned',
    'quarantined',
  ]);
});

test('compares what was touched with what was expected, each once', () => {
  const serials = (...all: string[]) => all as TokenSerial[];
  expect(compared(new Set(serials('1', '2', '3')), serials('2', '9', '2', '1'))).toEqual({
    there: ['2', '1'],
    missing: ['3'],
    surplus: ['9'],
  });
});
