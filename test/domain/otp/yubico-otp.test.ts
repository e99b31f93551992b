import { expect, test } from 'vitest';
import { fromModhex, modhex } from '../../../domain/otp/modhex.ts';
import { makeYubicoOtp, openYubicoOtp, splitYubicoOtp, yubicoCount } from '../../../domain/otp/yubico-otp.ts';

const hex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));

test('opens the published OTPs (developers.yubico.com, Test vectors)', () => {
  expect(openYubicoOtp(hex('000102030405060708090a0b0c0d0e0f'), 'dvgtiblfkbgturecfllberrvkinnctnn')).toEqual({
    privateId: hex('010203040506'),
    useCounter: 1,
    timestamp: 0x010001,
    session: 1,
    random: 0,
  });
  expect(openYubicoOtp(hex('ecde18dbe76fbd0c33330f1c354871db'), 'hknhfjbrjnlnldnhcujvddbikngjrtgh')).toEqual({
    privateId: hex('8792ebfe26cc'),
    useCounter: 19,
    timestamp: 0x00c230,
    session: 17,
    random: 0x9fc8,
  });
  const third = openYubicoOtp(hex('c4422890653076cde73d449b191b416a'), 'iucvrkjiegbhidrcicvlgrcgkgurhjnj');
  expect([third?.privateId, third?.useCounter]).toEqual([hex('33c69e7f249e'), 1]);
});

test('makes the OTP that a ticket stands for', () => {
  const key = hex('000102030405060708090a0b0c0d0e0f');
  const ticket = { privateId: '010203040506', useCounter: 1, timestamp: 0x010001, session: 1, random: 0 };
  expect(makeYubicoOtp(key, ticket)).toBe('dvgtiblfkbgturecfllberrvkinnctnn');
});

test('opens nothing with another key, a changed letter or a shorter text', () => {
  const key = hex('ecde18dbe76fbd0c33330f1c354871db');
  expect(openYubicoOtp(key, 'dvgtiblfkbgturecfllberrvkinnctnn')).toBeUndefined();
  expect(openYubicoOtp(key, 'hknhfjbrjnlnldnhcujvddbikngjrtgg')).toBeUndefined();
  expect(openYubicoOtp(key, 'knhfjbrjnlnldnhcujvddbikngjrtgh')).toBeUndefined();
  expect(openYubicoOtp(key, 'hknhfjbrjnlnldnhcujvddbikngjrtga')).toBeUndefined();
});

test('orders OTPs by use counter, then session', () => {
  expect(yubicoCount({ useCounter: 2, session: 0 })).toBeGreaterThan(yubicoCount({ useCounter: 1, session: 255 }));
});

test('parts the public id from what is sealed', () => {
  expect(splitYubicoOtp('VVccccddddddhknhfjbrjnlnldnhcujvddbikngjrtgh')).toEqual({
    publicId: 'vvccccdddddd',
    sealed: 'hknhfjbrjnlnldnhcujvddbikngjrtgh',
  });
  expect(splitYubicoOtp('123456')).toBeUndefined();
});

test('modhex goes both ways', () => {
  const bytes = hex('69b6481c8baba2b60e8f22179b58cd56');
  expect(modhex(bytes)).toBe('hknhfjbrjnlnldnhcujvddbikngjrtgh');
  expect(fromModhex('HKNHFJBRJNLNLDNHCUJVDDBIKNGJRTGH')).toEqual(bytes);
  expect(fromModhex('cx')).toBeUndefined();
});
