import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { emulatedTokensInFolder } from '../../native/emulator/folder.ts';
import { emulatedTokenInFile } from '../../native/emulator/state-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'keydesk-drawer-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('finds the tokens of a folder in the order of their serials, also one that is put in later', () => {
  const tokens = emulatedTokensInFolder(join(folder, 'drawer'));
  expect(tokens()).toEqual([]);
  emulatedTokenInFile(join(folder, 'drawer', '2002.json'), { serial: 2002 });
  emulatedTokenInFile(join(folder, 'drawer', '1001.json'), { serial: 1001, model: 'YubiKey NEO' });
  writeFileSync(join(folder, 'drawer', 'notes.json'), 'no token');
  const [first, second] = tokens();
  expect([first?.serial, second?.serial]).toEqual([1001, 2002]);
  first?.powerUp();
  emulatedTokenInFile(join(folder, 'drawer', '1500.json'), { serial: 1500 });
  expect(tokens().map(({ serial, powered }) => [serial, powered])).toEqual([
    [1001, true],
    [1500, false],
    [2002, false],
  ]);
});
