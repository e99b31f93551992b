import { expect, test } from 'vitest';
import { atLeast, within } from '../../native/firmware.ts';
import { deviceInfo, parsePage } from '../../native/yubikey/device-info.ts';
import { yubikeyDriver } from '../../native/yubikey/driver.ts';
import { identify, modelName } from '../../native/yubikey/identify.ts';
import { hmacSha1Configuration, slotUpdate, staticPasswordConfiguration } from '../../native/yubikey/slot-layout.ts';
import { bench, bytes, failureOf, hotp, rfc4226Codes, rfc4226Key, seed } from './token.ts';

test('firmware compares by major, minor, build', () => {
  expect(atLeast([4, 3, 10], [4, 3, 9])).toBe(true);
  expect(atLeast([4, 2, 10], [4, 3, 0])).toBe(false);
  expect(atLeast([5, 0, 0], [4, 9, 9])).toBe(true);
  expect(within([4, 3, 5], [4, 3, 2], [4, 3, 5])).toBe(true);
  expect(within([4, 3, 6], [4, 3, 2], [4, 3, 5])).toBe(false);
});

test.each([
  ['YubiKey 5 NFC', 'YubiKey 5 NFC', '5.4.3'],
  ['YubiKey 5C NFC', 'YubiKey 5C NFC', '5.7.1'],
  ['YubiKey 4', 'YubiKey 4', '4.3.4'],
  ['YubiKey NEO', 'YubiKey NEO', '3.4.0'],
  ['YubiKey 2.4', 'YubiKey Standard', '2.4.2'],
] as const)('an emulated %s is identified as %s with firmware %s', async (model, name, firmware) => {
  const { token, session } = await bench({ model });
  const { presence, open } = { presence: 'p', open: async () => token.connect() };
  const attached = {
    presence,
    open,
    transport: 'emulator',
    practice: false,
    vendorId: 0x1050,
    productId: token.productId,
  } as const;
  const seen = await identify(attached, session);
  expect(seen).toMatchObject({ model: name, firmware, serial: '12345678' });
});

test('a second page of device information is asked for when the first says so', async () => {
  const { session } = await bench({ model: 'YubiKey 5C NFC' });
  expect(await session.readDeviceInfo()).toMatchObject({ partNumber: '1-EMU', formFactor: 3, nfcSupported: 0x33f });
});

test('device information says whether a key is FIPS, locked or a security key', () => {
  const info = deviceInfo(parsePage(bytes('0c 04 01 c1 0a 01 01 02 04 00 bc 61 4e')));
  expect(info).toMatchObject({ fips: true, securityKey: true, locked: true, formFactor: 1, serial: '12345678' });
  expect(modelName([5, 4, 3], 0x0407, info)).toBe('YubiKey 5 FIPS');
});

test('firmware 4 and older has no device information, and older than 4.1 is not asked', async () => {
  const { session, connection } = await bench({ model: 'YubiKey NEO' });
  const { writes } = connection.counts;
  expect(await session.readDeviceInfo()).toBeUndefined();
  expect(connection.counts.writes).toBe(writes);
});

test('NEO is asked to refresh its cached sequence before a write, so that the proof holds', async () => {
  const { session, token } = await bench({ model: 'YubiKey NEO' });
  await session.writeSlot(1, hotp());
  const again = await bench({ state: token.state() });
  expect(again.session.last.sequence).toBe(0);
  expect((await again.session.writeSlot(2, hotp())).sequence).toBe(2);
  expect(again.token.touch(2)).toBe(`${rfc4226Codes[0]}\r`);
});

test('flags a firmware lacks are left out when nobody asked for them', async () => {
  const { session, token } = await bench({ model: 'YubiKey 2.2' });
  await session.writeSlot(1, hotp());
  expect(token.state().slots[1]?.configuration.slice(90, 92)).toBe('04');
  expect(token.touch(1)).toBe(`${rfc4226Codes[0]}\r`);
});

test.each([
  ['YubiKey 2.2', 'an update', (bench_) => bench_.session.updateSlot(1, slotUpdate({}))],
  ['YubiKey 2.2', 'a swap', (bench_) => bench_.session.swapSlots()],
  ['YubiKey 2.2', 'a dormant slot', (bench_) => bench_.session.writeSlot(1, hotp({ dormant: true }))],
  ['YubiKey 2.2', 'the numeric keypad', (bench_) => bench_.session.writeSlot(1, hotp({ numericKeypad: true }))],
  ['YubiKey 2.0', 'HOTP', (bench_) => bench_.session.writeSlot(1, hotp())],
  ['YubiKey 2.0', 'a delete, which cannot be proven', (bench_) => bench_.session.deleteSlot(1)],
  ['YubiKey 2.0', 'a challenge', (bench_) => bench_.session.answerChallenge(1, 'hmac-sha1', bytes('00'))],
  [
    'YubiKey 2.0',
    'HMAC-SHA1',
    (bench_) => bench_.session.writeSlot(1, hmacSha1Configuration({ key: seed(rfc4226Key) })),
  ],
  [
    'YubiKey 2.0',
    'a static password',
    (bench_) => bench_.session.writeSlot(1, staticPasswordConfiguration({ scanCodes: seed('04') })),
  ],
] as const satisfies readonly (readonly [
  string,
  string,
  (bench_: Awaited<ReturnType<typeof bench>>) => Promise<unknown>,
])[])('%s refuses %s before a byte is sent', async (model, _, work) => {
  const made = await bench({ model });
  const { writes } = made.connection.counts;
  expect((await failureOf(work(made))).code).toBe('token/unsupported');
  expect(made.connection.counts.writes).toBe(writes);
});

test('a key of firmware 2.0 has no serial to read', async () => {
  expect(await (await bench({ model: 'YubiKey 2.0' })).session.readSerial()).toBeUndefined();
});

test('keys without the OTP interface are not taken for tokens', () => {
  const recognised = (productId: number) => yubikeyDriver.recognises({ vendorId: 0x1050, productId });
  expect([0x0010, 0x0110, 0x0407, 0x0410].map(recognised)).toEqual([true, true, true, true]);
  expect([0x0120, 0x0402, 0x0406, 0x0113].map(recognised)).toEqual([false, false, false, false]);
  expect(yubikeyDriver.recognises({ vendorId: 0x20a0, productId: 0x0407 })).toBe(false);
});

test.each([
  ['HOTP', [2, 0, 9], [2, 1, 0], {}],
  ['HOTP with a start counter', [2, 1, 9], [2, 2, 0], { counter: 16 }],
] as const)('%s is refused on firmware %j and rendered on %j', async (_, tooOld, enough, options) => {
  expect((await failureOf((async () => hotp(options).render(tooOld))())).code).toBe('token/unsupported');
  expect(hotp(options).render(enough)).toHaveLength(52);
});
