import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ElectronRuntime, electronRuntime } from '../../build/electron-runtime.ts';
import { openScreen, type Screen } from '../../build/screen.ts';

/*
 * 1. The set-up chooses an Electron; a small app does the same work in its main process and in a utility process.
 * 2. Each says what better-sqlite3, node-hid, usb and argon2 answered there.
 */
const folder = mkdtempSync(join(tmpdir(), 'keydesk-runtime-'));
const answers: Record<string, Record<string, unknown>> = {};
let runtime: ElectronRuntime;
let screen: Screen;

beforeAll(async () => {
  runtime = await electronRuntime();
  screen = await openScreen();
  const app = join(import.meta.dirname, 'runtime-app');
  const { stdout } = await promisify(execFile)(
    runtime.executable,
    [...runtime.switches, ...screen.switches, `--user-data-dir=${folder}`, app],
    {
      env: { ...process.env, ...runtime.environment, ...screen.environment, KEYDESK_CHECK_FOLDER: folder },
      timeout: 200_000,
    },
  );
  for (const [, name, json] of stdout.matchAll(/^(main|core) (\{.*)$/gm)) answers[name ?? ''] = JSON.parse(json ?? '');
});

afterAll(() => {
  screen?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe.each(['main', 'core'])('the native modules in the %s process', (process) => {
  test('are those of the runtime that the set-up named', () => {
    expect(answers[process]?.error).toBeUndefined();
    expect(answers[process]?.versions).toMatchObject({ electron: runtime.version });
  });

  test('keep a database in WAL with full synchronisation, and rows as they were', () => {
    expect(answers[process]).toMatchObject({
      journal: 'wal',
      synchronous: 2,
      count: 1000,
      row: { id: 42, name: 'thing 41', bytes: [41], size: 20.5 },
      big: '9007199254740993',
    });
  });

  test('report a broken constraint by its code, and a thrown primitive as it is', () => {
    expect(answers[process]).toMatchObject({
      refused: 'SQLITE_CONSTRAINT_PRIMARYKEY',
      twice: 42,
      thrown: 'a plain string',
    });
  });

  test('list HID devices, ask the USB bus and hash with Argon2id', () => {
    expect(answers[process]).toMatchObject({ hidDevices: expect.any(Number), argon2: true });
    expect(answers[process]?.usb).toMatch(/^\d+ devices$|not found/);
  });
});
