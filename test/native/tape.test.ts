import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emulatedToken } from '../../native/emulator/token.ts';
import { recorded, replayed } from '../../native/tape.ts';
import { openYubikey } from '../../native/yubikey/session.ts';
import { jumpingClock } from './jumping-clock.ts';
import { failureOf, hotp } from './token.ts';

const tapes = join(import.meta.dirname, '../tapes');
const tape = (name: string) => readFileSync(join(tapes, name), 'utf8');

test('the driver reads a serial as on the tape, to its end', async () => {
  const connection = replayed(tape('read-serial.tape'));
  const session = await openYubikey(connection, jumpingClock());
  expect(await session.readSerial()).toBe('12345678');
  connection.finish();
});

test('the driver writes HOTP as on the tape, to its end', async () => {
  const connection = replayed(tape('write-hotp.tape'));
  const session = await openYubikey(connection, jumpingClock());
  expect((await session.writeSlot(1, hotp({ fastTrigger: false }))).sequence).toBe(1);
  connection.finish();
});

test('a tape refuses another write than its own', async () => {
  const session = await openYubikey(replayed(tape('write-hotp.tape')), jumpingClock());
  const failure = await failureOf(session.writeSlot(1, hotp({ fastTrigger: false, key: 'ff'.repeat(20) })));
  expect(failure.code).toBe('device/bad-response');
});

test('a tape that is not used up fails', async () => {
  const connection = replayed(tape('read-serial.tape'));
  await openYubikey(connection, jumpingClock());
  expect(() => connection.finish()).toThrow();
});

test('a tape holds no seed, no code and no answer unless it is raw', async () => {
  for (const raw of [false, true]) {
    const clock = jumpingClock();
    const token = emulatedToken({ clock });
    token.powerUp();
    const connection = recorded(token.connect(), { raw });
    const session = await openYubikey(connection, clock);
    await session.writeSlot(1, hotp());
    await session.readSerial();
    const text = connection.tape();
    expect(text.includes('3738393031323384')).toBe(raw);
    expect(text.includes('=> 8 bytes')).toBe(!raw);
    if (!raw) expect(text).not.toMatch(/^=> (?!0000000000000{0,3}ff|8 bytes)/m);
  }
});

test('a recorded raw tape replays', async () => {
  const clock = jumpingClock();
  const token = emulatedToken({ clock, serial: 99, storeMs: 0 });
  token.powerUp();
  const connection = recorded(token.connect(), { raw: true });
  const first = await openYubikey(connection, clock);
  await first.writeSlot(2, hotp());
  const again = replayed(connection.tape());
  const second = await openYubikey(again, clock);
  await second.writeSlot(2, hotp());
  again.finish();
});
