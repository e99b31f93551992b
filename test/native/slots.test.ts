import { createDecipheriv } from 'node:crypto';
import { expect, test } from 'vitest';
import { AccessCode, Seed } from '../../domain/secret.ts';
import { scanCodes } from '../../native/yubikey/keyboard.ts';
import { fromModhex } from '../../native/yubikey/modhex.ts';
import {
  hmacSha1Configuration,
  hotpConfiguration,
  slotUpdate,
  staticPasswordConfiguration,
  staticTicketConfiguration,
  yubicoOtpConfiguration,
} from '../../native/yubikey/slot-layout.ts';
import { bench, bytes, code, failureOf, hex, hotp, rfc4226Codes, rfc4226Key, seed } from './token.ts';

const lock = () => code('a1b2c3d4e5f6');

test('a locked slot is rewritten with its code, and the rewrite without a new code unlocks it', async () => {
  const { token, session } = await bench();
  await session.writeSlot(1, hotp({ newAccessCode: lock() }));
  await session.writeSlot(1, hotp({ digits: 8 }), { accessCode: lock() });
  await session.writeSlot(1, hotp());
  expect(token.touch(1)).toBe(`${rfc4226Codes[0]}\r`);
});

test('a delete empties the slot, and the sequence falls to 0 when it was the last', async () => {
  const { token, session } = await bench();
  await session.writeSlot(1, hotp());
  await session.writeSlot(2, hotp());
  expect((await session.deleteSlot(1)).sequence).toBe(3);
  expect((await session.deleteSlot(2)).sequence).toBe(0);
  expect(token.touch(1)).toBe('');
  expect((await session.writeSlot(1, hotp())).sequence).toBe(1);
});

test('an empty slot is neither deleted nor updated, and no report goes out for it', async () => {
  const { session, connection } = await bench();
  const { writes } = connection.counts;
  for (const work of [session.deleteSlot(2), session.updateSlot(2, slotUpdate({})), session.swapSlots()])
    expect((await failureOf(work)).code).toBe('token/write-refused');
  expect(connection.counts.writes).toBe(writes);
});

test('a locked slot is deleted only with its code', async () => {
  const { session } = await bench();
  await session.writeSlot(1, hotp({ newAccessCode: lock() }));
  expect((await failureOf(session.deleteSlot(1))).code).toBe('token/access-code');
  expect((await session.deleteSlot(1, { accessCode: lock() })).slots[1].configured).toBe(false);
});

test('a swap moves the codes, with their counters, to the other slot', async () => {
  const { token, session } = await bench();
  await session.writeSlot(1, hotp());
  token.touch(1);
  const status = await session.swapSlots();
  expect(status.slots).toEqual({ 1: { configured: false, touch: false }, 2: { configured: true, touch: true } });
  expect(token.touch(2)).toBe(`${rfc4226Codes[1]}\r`);
});

test('a swap is refused while a slot is locked', async () => {
  const { session } = await bench();
  await session.writeSlot(1, hotp({ newAccessCode: lock() }));
  expect((await failureOf(session.swapSlots({ accessCode: lock() }))).code).toBe('token/access-code');
});

test('an update replaces the flags it names and takes back those it does not', async () => {
  const { token, session } = await bench();
  await session.writeSlot(1, hotp({ tabFirst: true }));
  await session.updateSlot(1, slotUpdate({ enter: false }));
  expect(token.touch(1)).toBe(rfc4226Codes[0]);
  await session.updateSlot(1, slotUpdate({ tabFirst: true }));
  expect(token.touch(1)).toBe(`\t${rfc4226Codes[1]}\r`);
});

test('an update without a new access code removes the old one', async () => {
  const { session } = await bench();
  await session.writeSlot(1, hotp({ newAccessCode: lock() }));
  expect((await failureOf(session.updateSlot(1, slotUpdate({})))).code).toBe('token/write-refused');
  await session.updateSlot(1, slotUpdate({}), { accessCode: lock() });
  await session.writeSlot(1, hotp());
});

test('a slot that is not updatable refuses an update', async () => {
  const { session } = await bench();
  await session.writeSlot(1, hotp({ updatable: false }));
  expect((await failureOf(session.updateSlot(1, slotUpdate({})))).code).toBe('token/write-refused');
});

test('firmware 4.3.4 is not asked to change an access code by update, and keeps one that is given again', async () => {
  const { session, connection } = await bench({ model: 'YubiKey 4' });
  await session.writeSlot(1, hotp({ newAccessCode: lock() }));
  const { writes } = connection.counts;
  expect((await failureOf(session.updateSlot(1, slotUpdate({}), { accessCode: lock() }))).code).toBe(
    'token/unsupported',
  );
  expect(connection.counts.writes).toBe(writes);
  await session.updateSlot(1, slotUpdate({ newAccessCode: lock(), enter: false }), { accessCode: lock() });
});

test('a dormant slot types nothing until an update wakes it', async () => {
  const { token, session } = await bench();
  await session.writeSlot(2, hotp({ dormant: true }));
  expect(token.touch(2)).toBe('');
  await session.updateSlot(2, slotUpdate({}));
  expect(token.touch(2)).toBe(`${rfc4226Codes[0]}\r`);
});

test('slot 1 can protect an empty slot 2, which is a refusal and not a matter of access codes', async () => {
  const { session } = await bench();
  await session.writeSlot(1, hotp({ protectSlot2: true }));
  expect((await failureOf(session.writeSlot(2, hotp()))).code).toBe('token/write-refused');
});

test('with only slot 1 set up for it, a long press types slot 1 too', async () => {
  const { token, session } = await bench();
  await session.writeSlot(1, hotp());
  expect(token.touch(2)).toBe(`${rfc4226Codes[0]}\r`);
  await session.writeSlot(2, hotp({ digits: 8 }));
  expect(token.touch(2)).toBe('84755224\r');
});

test('every write leaves the serial readable', async () => {
  const { session } = await bench();
  await session.writeSlot(1, hotp({ updatable: false, fastTrigger: false }));
  await session.writeSlot(2, hmacSha1Configuration({ key: seed(rfc4226Key) }));
  await session.updateSlot(2, slotUpdate({}));
  await session.deleteSlot(1);
  expect(await session.readSerial()).toBe('12345678');
});

test('a token whose slots hide the serial tells none', async () => {
  const { token, session } = await bench();
  await session.writeSlot(1, hotp());
  const state = token.state();
  const slot = state.slots[1];
  if (!slot) throw new Error('not written');
  const hidden = `${slot.configuration.slice(0, 90)}30${slot.configuration.slice(92)}`;
  const again = await bench({ state: { ...state, slots: { 1: { ...slot, configuration: hidden }, 2: null } } });
  expect(await again.session.readSerial()).toBeUndefined();
});

test('a Yubico OTP counts up its session by touch and its use by power-up', async () => {
  const { token, session } = await bench({ random: () => 0 });
  await session.writeSlot(
    2,
    yubicoOtpConfiguration({
      publicId: bytes('0102030405ff'),
      privateId: seed('87929ebfe26c'),
      key: seed('0f'.repeat(16)),
    }),
  );
  const typed = [token.touch(2), token.touch(2)];
  token.powerDown();
  token.powerUp();
  typed.push(token.touch(2));
  const plain = typed.map((text) => {
    expect(text).toMatch(/^[cbdefghijklnrtuv]{44}\r$/);
    const block = fromModhex(text.slice(12, 44)) ?? new Uint8Array();
    const cipher = createDecipheriv('aes-128-ecb', bytes('0f'.repeat(16)), null).setAutoPadding(false);
    return Buffer.concat([cipher.update(block), cipher.final()]);
  });
  expect(plain.map((ticket) => hex(ticket.subarray(0, 6)))).toEqual(['87929ebfe26c', '87929ebfe26c', '87929ebfe26c']);
  expect(plain.map((ticket) => [ticket.readUInt16LE(6), ticket[11]])).toEqual([
    [1, 0],
    [1, 1],
    [2, 0],
  ]);
});

test('a static password is typed as it was given', async () => {
  const { token, session } = await bench();
  const password = 'Fisch & Chips: 12,50 @Ufer?';
  const codes = scanCodes(new Seed(new TextEncoder().encode(password)));
  await session.writeSlot(1, staticPasswordConfiguration({ scanCodes: codes }));
  expect([token.touch(1), token.touch(1)]).toEqual([`${password}\r`, `${password}\r`]);
});

test('a static ticket is the same at every touch, also after a new power-up', async () => {
  const { token, session } = await bench();
  const key = () => ({ publicId: bytes('c0ffee'), privateId: seed('000000000000'), key: seed('11'.repeat(16)) });
  await session.writeSlot(1, staticTicketConfiguration({ ...key(), strong: true }));
  const typed = token.touch(1);
  token.powerDown();
  token.powerUp();
  expect(token.touch(1)).toBe(typed);
  expect(typed).toMatch(/^[A-Z0-7]{2}/);
});

test('a token kept as data is the same token afterwards', async () => {
  const { token, session } = await bench();
  await session.writeSlot(1, hotp());
  token.touch(1);
  const again = await bench({ state: JSON.parse(JSON.stringify(token.state())) });
  expect(again.token.serial).toBe(12345678);
  expect(again.token.touch(1)).toBe(`${rfc4226Codes[1]}\r`);
});

test.each([
  ['an HOTP counter that is no multiple of 16', () => hotp({ counter: 8 })],
  ['an HOTP counter beyond FFFF0', () => hotp({ counter: 0x100000 })],
  ['an HOTP key of 21 bytes', () => hotp({ key: '00'.repeat(21) })],
  ['a key of no bytes', () => hmacSha1Configuration({ key: seed('') })],
  ['an access code of 5 bytes', () => hotp({ newAccessCode: new AccessCode(new Uint8Array(5)) })],
  [
    'a password of 39 characters',
    () => staticPasswordConfiguration({ scanCodes: new Seed(new Uint8Array(39).fill(4)) }),
  ],
  ['a password with a letter no keyboard here has', () => scanCodes(new Seed(Uint8Array.of(0xe4)))],
  [
    'a public id of 17 bytes',
    () =>
      yubicoOtpConfiguration({
        publicId: new Uint8Array(17),
        privateId: seed('00'.repeat(6)),
        key: seed('00'.repeat(16)),
      }),
  ],
  [
    'a private id of 5 bytes',
    () =>
      yubicoOtpConfiguration({
        publicId: new Uint8Array(6),
        privateId: seed('00'.repeat(5)),
        key: seed('00'.repeat(16)),
      }),
  ],
])('refuses %s before a byte is sent', async (_, make) => {
  expect((await failureOf((async () => make())())).code).toBe('token/unsupported');
});

test('the bytes of a configuration are wiped after the write', async () => {
  const { session } = await bench();
  const plain = hotpConfiguration({ seed: seed(rfc4226Key), digits: 6 });
  const rendered: Uint8Array[] = [];
  const watched = {
    ...plain,
    render: (firmware: Parameters<typeof plain.render>[0]) => {
      const buffer = plain.render(firmware);
      rendered.push(buffer);
      return buffer;
    },
  };
  await session.writeSlot(1, watched);
  expect(rendered.map((buffer) => hex(buffer))).toEqual(['00'.repeat(52)]);
});
