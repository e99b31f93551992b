import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type Page } from 'playwright-core';
import { electronRuntime } from '../../build/electron-runtime.ts';
import { openScreen } from '../../build/screen.ts';
import { type House, patienceMs } from './launch.ts';

/** What people sign in with: a window that shows the server's pages, with nothing of the desk in it. */
export interface PlainBrowser {
  readonly page: Page;
  readonly close: () => Promise<void>;
}

export async function openBrowser({ server }: House, path: string): Promise<PlainBrowser> {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-browser-'));
  const [runtime, screen] = [await electronRuntime(), await openScreen()];
  const app = await _electron.launch({
    executablePath: runtime.executable,
    args: [
      ...runtime.switches,
      ...screen.switches,
      `--user-data-dir=${folder}`,
      join(import.meta.dirname, 'browser-app'),
    ],
    env: {
      ...(process.env as Record<string, string>),
      ...runtime.environment,
      ...screen.environment,
      KEYDESK_CHECK_CA: join(server.data, 'ca.pem'),
      KEYDESK_CHECK_URL: new URL(path, server.url).href,
    },
    timeout: patienceMs,
  });
  const page = await app.firstWindow({ timeout: patienceMs });
  page.setDefaultTimeout(patienceMs);
  await page.waitForLoadState();
  return {
    page,
    close: async () => {
      await app.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
