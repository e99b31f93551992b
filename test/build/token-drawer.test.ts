import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tokenDrawer } from '../../build/token-drawer.ts';
import { emulatedTokensInFolder } from '../../native/emulator/folder.ts';

let data: string;
beforeAll(() => {
  data = mkdtempSync(join(tmpdir(), 'keydesk-drawer-'));
});
afterAll(() => rmSync(data, { recursive: true, force: true }));

test('keeps six emulated tokens from one start to the next, for nobody else to read', () => {
  const asked = { KEYDESK_EMULATOR: 'desk' };
  const { KEYDESK_EMULATED_TOKENS: drawer = '' } = tokenDrawer(data, asked);
  const serials = emulatedTokensInFolder(drawer)().map(({ serial }) => serial);
  expect(new Set(serials).size).toBe(6);
  tokenDrawer(data, asked);
  expect(emulatedTokensInFolder(drawer)().map(({ serial }) => serial)).toEqual(serials);
  for (const name of readdirSync(drawer)) expect(statSync(join(drawer, name)).mode & 0o077).toBe(0);
});

test('leaves to the app which token it uses where none stands for a real one, and takes those that are named', () => {
  expect(tokenDrawer(join(data, 'other'), {})).toEqual({});
  const named = { KEYDESK_EMULATOR: 'desk', KEYDESK_EMULATED_TOKENS: data, KEYDESK_EMULATED_TOKEN: 'one.json' };
  expect(tokenDrawer(join(data, 'other'), named)).toEqual({
    KEYDESK_EMULATED_TOKENS: data,
    KEYDESK_EMULATED_TOKEN: 'one.json',
  });
});
