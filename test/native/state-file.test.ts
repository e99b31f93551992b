import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { emulatedTokenInFile } from '../../native/emulator/state-file.ts';
import { openYubikey } from '../../native/yubikey/session.ts';
import { jumpingClock } from './jumping-clock.ts';
import { hotp, rfc4226Codes } from './token.ts';

const folder = mkdtempSync(join(tmpdir(), 'emulated-token-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a token in a file is the same token in another process, counter and all', async () => {
  const file = join(folder, 'token.json');
  const clock = jumpingClock();
  const token = emulatedTokenInFile(file, { clock, model: 'YubiKey 4', serial: 4711 });
  token.powerUp();
  await (await openYubikey(token.connect(), clock)).writeSlot(1, hotp());
  expect(token.touch(1)).toBe(`${rfc4226Codes[0]}\r`);

  const again = emulatedTokenInFile(file, { clock });
  again.powerUp();
  expect([again.serial, again.model]).toEqual([4711, 'YubiKey 4']);
  expect(again.touch(1)).toBe(`${rfc4226Codes[1]}\r`);
});

test('nobody but its owner may read the file', () => {
  const file = join(folder, 'other.json');
  emulatedTokenInFile(file, {});
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a file that is no token is refused, not overwritten', () => {
  const file = join(folder, 'broken.json');
  writeFileSync(file, '{"model":"YubiKey 4"}');
  expect(() => emulatedTokenInFile(file, {})).toThrow();
});
