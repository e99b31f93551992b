import { createDecipheriv } from 'node:crypto';
import { expect, test } from 'vitest';
import { AccessCode, Seed } from '../../domain/secret.ts';
import { crc16, crcResidual } from '../../native/yubikey/crc16.ts';
import { commandReports } from '../../native/yubikey/frame.ts';
import { fromModhex, modhex } from '../../native/yubikey/modhex.ts';
import { hotpConfiguration } from '../../native/yubikey/slot-layout.ts';
import { bytes, hex } from './token.ts';

const rfc4226 = () => new Seed(bytes('3132333435363738393031323334353637383930'));

test('the checksum of 123456789 is 6F91', () => {
  expect(crc16(new TextEncoder().encode('123456789')).toString(16)).toBe('6f91');
});

test('the checksum of 64 zeros is 5B6B', () => {
  expect(crc16(new Uint8Array(64)).toString(16)).toBe('5b6b');
});

test('data with its complemented checksum leaves F0B8', () => {
  const data = new TextEncoder().encode('123456789');
  const sum = ~crc16(data) & 0xffff;
  expect(crc16(Uint8Array.of(...data, sum & 0xff, sum >> 8))).toBe(crcResidual);
  expect(crcResidual).toBe(0xf0b8);
});

test('the request for the serial is two packets', () => {
  expect(commandReports(0x10, new Uint8Array()).map(hex)).toEqual(['0000000000000080', '00106b5b00000089']);
});

test('an HOTP configuration with the key of RFC 4226 has the known 52 bytes', () => {
  const configuration = hotpConfiguration({ seed: rfc4226(), digits: 6, fastTrigger: false });
  expect(hex(configuration.render([5, 4, 3]))).toBe(
    `${'00'.repeat(16)}37383930000031323334353637383930313233343536${'00'.repeat(6)}0024600000006972`,
  );
});

test('the write of that configuration to slot 1 is the known eight packets', () => {
  const payload = new Uint8Array(58);
  payload.set(hotpConfiguration({ seed: rfc4226(), digits: 6, fastTrigger: false }).render([5, 4, 3]));
  expect(commandReports(0x01, payload).map(hex)).toEqual([
    '0000000000000080',
    '0000373839300082',
    '0031323334353683',
    '3738393031323384',
    '3435360000000085',
    '0000002460000086',
    '0069720000000087',
    '0001955600000089',
  ]);
});

test('the default HOTP configuration carries the flags that ykman writes', () => {
  const rendered = hotpConfiguration({ seed: rfc4226(), digits: 8 }).render([5, 4, 3]);
  expect(hex(rendered.subarray(44, 48))).toBe('00346002');
});

const otps = [
  {
    key: '000102030405060708090a0b0c0d0e0f',
    typed: 'dvgtiblfkbgturecfllberrvkinnctnn',
    ticket: { id: '010203040506', useCounter: 1, timestamp: 0x010001, session: 1, random: '0000', sum: '36fe' },
  },
  {
    key: 'ecde18dbe76fbd0c33330f1c354871db',
    typed: 'hknhfjbrjnlnldnhcujvddbikngjrtgh',
    ticket: { id: '8792ebfe26cc', useCounter: 19, timestamp: 0x00c230, session: 0x11, random: 'c89f', sum: '23c8' },
  },
  {
    key: 'c4422890653076cde73d449b191b416a',
    typed: 'iucvrkjiegbhidrcicvlgrcgkgurhjnj',
    ticket: {
      id: '33c69e7f249e',
      useCounter: 1,
      timestamp: undefined,
      session: undefined,
      random: undefined,
      sum: undefined,
    },
  },
] as const;

test.each(otps)('the Yubico OTP $typed decrypts to its ticket', ({ key, typed, ticket }) => {
  const block = fromModhex(typed);
  if (block === undefined) throw new Error('no modhex');
  const cipher = createDecipheriv('aes-128-ecb', bytes(key), null).setAutoPadding(false);
  const plain = Buffer.concat([cipher.update(block), cipher.final()]);
  expect(crc16(plain)).toBe(crcResidual);
  expect(hex(plain.subarray(0, 6))).toBe(ticket.id);
  expect(plain.readUInt16LE(6)).toBe(ticket.useCounter);
  if (ticket.timestamp === undefined) return;
  expect(plain.readUIntLE(8, 3)).toBe(ticket.timestamp);
  expect(plain[11]).toBe(ticket.session);
  expect(hex(plain.subarray(12, 14))).toBe(ticket.random);
  expect(hex(plain.subarray(14, 16))).toBe(ticket.sum);
});

test('modhex writes and reads the known string', () => {
  expect(modhex(bytes('69b6481c8baba2b60e8f22179b58cd56'))).toBe('hknhfjbrjnlnldnhcujvddbikngjrtgh');
  expect(hex(fromModhex('HKNHfjbrjnlnldnhcujvddbikngjrtgh') ?? new Uint8Array())).toBe(
    '69b6481c8baba2b60e8f22179b58cd56',
  );
});

test.each(['abc', 'x', 'cbdefghijklnrtuvv'])('refuses %s as modhex', (text) => {
  expect(fromModhex(text)).toBeUndefined();
});

test('a new access code lies at byte 38 and the serial stays visible', () => {
  const rendered = hotpConfiguration({
    seed: rfc4226(),
    digits: 6,
    newAccessCode: new AccessCode(bytes('a1a2a3a4a5a6')),
    updatable: false,
  }).render([5, 4, 3]);
  expect(hex(rendered.subarray(38, 44))).toBe('a1a2a3a4a5a6');
  expect((rendered[45] ?? 0) & 0x04).toBe(0x04);
});
