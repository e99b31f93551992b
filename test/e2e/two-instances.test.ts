import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { heading, setUpDesk } from './actions.ts';
import { ask } from './bridge.ts';
import { commandLine, type House, newHouse, type OpenApp } from './launch.ts';

/*
 * 1. Keydesk is open; it is started once more on the same data.
 * 2. The second ends by itself, without a window and without touching the vault; the first comes to the front.
 * 3. After the first was killed, its lock holds nobody up.
 */
let house: House;
let open: OpenApp;

beforeAll(async () => {
  house = await newHouse();
  open = await house.open();
  await setUpDesk(open.page);
});
afterAll(() => house?.end());

async function startAgain(): Promise<{ stdout: string; stderr: string }> {
  const { executable, args, env } = await commandLine({ ...house, enrolmentFile: '/nowhere' });
  return promisify(execFile)(executable, args, { env, timeout: 120_000 });
}

test('ends a second start at once and shows the first window', async () => {
  await open.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  const { stderr } = await startAgain();
  expect(stderr).not.toContain('core');
  await expect
    .poll(() => open.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible()))
    .toBe(true);
  expect(open.app.windows()).toHaveLength(1);
  expect(await ask(open.page, 'app/state')).toMatchObject({ phase: 'ready' });
});

test('opens after a kill, although the lock of the killed one lies there still', async () => {
  await open.kill();
  open = await house.open();
  await heading(open.page, 'Unlock Keydesk').waitFor();
});
