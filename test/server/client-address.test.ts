import { expect, test } from 'vitest';
import { clientAddress, parseTrustedProxies, trustNobody } from '../../server/wire/client-address.ts';

function ask(setting: string, peer: string, forwardedFor?: string, named?: string): string {
  const trusted = parseTrustedProxies(setting);
  if ('unreadable' in trusted) throw new Error(trusted.unreadable.join());
  return clientAddress({ peer, forwardedFor, named }, trusted);
}

test('without the setting nobody’s word is taken for where they are', () => {
  expect(clientAddress({ peer: '10.0.0.5', forwardedFor: '1.2.3.4', named: '9.9.9.9' }, trustNobody)).toBe('10.0.0.5');
  expect(ask('', '10.0.0.5', '1.2.3.4', '9.9.9.9')).toBe('10.0.0.5');
});

test.each([
  ['10.0.0.5', '10.0.0.5', '1.2.3.4', undefined, '1.2.3.4'],
  ['10.0.0.5', '10.0.0.6', '1.2.3.4', undefined, '10.0.0.6'],
  ['10.0.0.5', '10.0.0.5', undefined, '1.2.3.4', '1.2.3.4'],
  ['10.0.0.0/24', '::ffff:10.0.0.7', undefined, '2001:db8::1', '2001:db8::1'],
  ['10.0.0.5 > 192.168.0.0/16', '10.0.0.5', undefined, '192.168.7.7', '192.168.7.7'],
  ['10.0.0.5 > 192.168.0.0/16', '10.0.0.5', undefined, '172.16.0.1', '10.0.0.5'],
  ['10.0.0.5', '10.0.0.5', '1.1.1.1, 2.2.2.2', undefined, '2.2.2.2'],
  ['10.0.0.5 > 2.2.2.2 > 0.0.0.0/0', '10.0.0.5', '1.1.1.1, 2.2.2.2', undefined, '1.1.1.1'],
  ['10.0.0.5, 10.0.0.5 > 2.2.2.2 > 0.0.0.0/0', '10.0.0.5', '1.1.1.1, 3.3.3.3', undefined, '3.3.3.3'],
  ['10.0.0.5 > 2.2.2.2 > 0.0.0.0/0', '10.0.0.5', '2.2.2.2', '7.7.7.7', '7.7.7.7'],
  ['10.0.0.5', '10.0.0.5', 'evil', undefined, '10.0.0.5'],
  ['10.0.0.5', '10.0.0.5', '1.2.3.4, evil', undefined, '10.0.0.5'],
  ['10.0.0.5', '10.0.0.5', '', ' ', '10.0.0.5'],
])('%s, from %s by %s, naming %s: %s', (setting, peer, forwardedFor, named, client) => {
  expect(ask(setting, peer, forwardedFor, named)).toBe(client);
});

test('what a client adds in front of the header changes nothing', () => {
  expect(ask('10.0.0.5', '10.0.0.5', '127.0.0.1, 8.8.8.8')).toBe('8.8.8.8');
});

test('a header of any length is read in no time', () => {
  expect(ask('10.0.0.5', '10.0.0.5', '1.1.1.1,'.repeat(100_000))).toBe('1.1.1.1');
});

test.each(['10.0.0', 'proxy.example.org', '10.0.0.5 >', '-10.0.0.5', '10.0.0.5 > x', '10.0.0.0/33'])(
  'refuses %s as a setting',
  (setting) => {
    expect(parseTrustedProxies(setting)).toEqual({ unreadable: [setting] });
  },
);
