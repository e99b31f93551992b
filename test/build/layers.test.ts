import { describe, expect, test } from 'vitest';
import { layerProblems } from '../../build/layers.ts';

const problems = (path: string, text: string) => layerProblems([{ path, text }]);

describe('the layers', () => {
  test.each([
    ['domain/token.ts', "import { watch } from '../native/watcher.ts';"],
    ['domain/token.ts', "import { readFileSync } from 'node:fs';"],
    ['domain/token.ts', "import { z } from 'zod';"],
    ['native/hid.ts', "import { openVault } from '../electron/vault/database.ts';"],
    ['server/app.ts', "import type { Desk } from '../electron/desk.ts';"],
    ['server/app.ts', "import Database from 'better-sqlite3';"],
    ['renderer/app.tsx', "import { ipcRenderer } from 'electron';"],
    ['renderer/app.tsx', "import { openVault } from '../electron/vault/database.ts';"],
    ['electron/vault/tokens.ts', "import { deliver } from '../sync/deliver.ts';"],
    ['electron/sync/deliver.ts', "import { signOff } from '../ceremony/sign-off.ts';"],
    ['electron/ceremony/sign-off.ts', "import { app } from 'electron';"],
    ['electron/ipc/tokens.ts', "import { openDesk } from '../main.ts';"],
    ['server/app.ts', "export { watch } from '../native/watcher.ts';"],
    ['server/app.ts', "const watcher = await import('../native/watcher.ts');"],
    ['misc/thing.ts', "import { x } from '../domain/token.ts';"],
  ])('refuse in %s: %s', (path, text) => {
    expect(problems(path, text)).toHaveLength(1);
  });

  test.each([
    ['native/hid.ts', "import type { TokenSerial } from '../domain/token.ts';\nimport HID from 'node-hid';"],
    ['electron/ceremony/sign-off.ts', "import { putRecord } from '../vault/records.ts';"],
    ['electron/sync/deliver.ts', "import { nextWaiting } from '../vault/outbox.ts';"],
    ['electron/desk.ts', "import { deliver } from './sync/deliver.ts';"],
    ['server/routes/auth.ts', "import { findAdmin } from '../store/admins.ts';"],
    ['domain/contract/ipc.ts', "import { z } from 'zod';\nimport { failures } from '../failure.ts';"],
    ['renderer/app.tsx', "import { Button } from 'react-aria-components/Button';\nimport './theme/base.css';"],
  ])('allow in %s: %s', (path, text) => {
    expect(problems(path, text)).toEqual([]);
  });

  test('say the file, the line and what is allowed', () => {
    expect(problems('native/hid.ts', "\nimport { app } from 'electron';")).toEqual([
      'native/hid.ts:2 imports electron: native may use node-hid, usb',
    ]);
  });

  test('are found in the files of this project', () => {
    expect(layerProblems().filter((problem) => problem.includes('no layer'))).toEqual([]);
  });
});
