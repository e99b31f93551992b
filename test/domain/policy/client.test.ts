import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inAddressList, parseAddress, parseAddressList } from '../../../domain/policy/address-list.ts';

function holds(entries: readonly string[], client: string): boolean {
  const address = parseAddress(client);
  if (address === undefined) throw new Error(client);
  return inAddressList(parseAddressList(entries).list, address);
}

test.each([
  [['10.0.0.0/8', '-10.0.0.1'], '10.0.0.2', true],
  [['10.0.0.0/8', '-10.0.0.1'], '10.0.0.1', false],
  [['172.16.0.0/24', '-172.16.0.17'], '172.16.0.16', true],
  [['172.16.0.0/24', '-172.16.0.17'], '172.16.0.17', false],
  [['172.16.0.0/24', '!172.16.0.17'], '172.16.0.17', false],
  [['-10.0.0.1'], '10.0.0.2', false],
  [['192.168.2.1/24'], '192.168.2.200', true],
  [['192.168.2.1/24'], '192.168.3.1', false],
  [['0.0.0.0/0'], '255.255.255.255', true],
  [['0.0.0.0/0'], '::1', false],
  [['::/0'], '10.0.0.1', false],
  [['2001:db8::/32'], '2001:db8:1::9', true],
  [['2001:db8::/32', '-2001:db8::1'], '2001:DB8:0::1', false],
  [['10.0.0.0/8'], '::ffff:10.1.2.3', true],
  [['::ffff:10.0.0.0/104'], '10.1.2.3', true],
])('%j holds %s: %s', (entries, client, held) => {
  expect(parseAddressList(entries).problems).toEqual([]);
  expect(holds(entries, client)).toBe(held);
});

test.each([
  '10.1',
  '0x0a.0.0.1',
  '256.0.0.1',
  '10.0.0.0/33',
  '10.0.0.0/',
  '10.0.0.0/8/8',
  'localhost',
  '',
  '-',
  '::1/129',
  '1:2',
  '10.0.0.1/-1',
])('refuses %j as an entry', (entry) => {
  expect(parseAddressList([entry]).problems).toMatchObject([{ field: 'client', code: 'address-malformed' }]);
});

test('agrees with arithmetic for every IPv4 subnet', () => {
  const number = fc.integer({ min: 0, max: 0xffffffff });
  const dotted = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
  fc.assert(
    fc.property(number, number, fc.integer({ min: 0, max: 32 }), fc.boolean(), (network, other, bits, near) => {
      const client = near ? (network ^ (other & 0xff)) >>> 0 : other;
      const size = 2 ** (32 - bits);
      const expected = Math.floor(network / size) === Math.floor(client / size);
      expect(holds([`${dotted(network)}/${bits}`], dotted(client))).toBe(expected);
    }),
  );
});
