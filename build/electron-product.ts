import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { cacheFolder, root, say } from './root.ts';

const stallMs = 8_000;

/**
 * Lets the electron package download its own binary. Gives up when nothing has arrived for some seconds, so that a
 * machine without that network is not kept waiting, and a slow one is not cut off.
 */
export async function downloadProductElectron(version: string): Promise<void> {
  say(`Downloading Electron ${version} (about 120 MB, once) ...`);
  const temporary = mkdtempSync(`${cacheFolder}/electron-download-`);
  const install = spawn(process.execPath, [`${root}/node_modules/electron/install.js`], {
    cwd: root,
    env: { ...process.env, TMPDIR: temporary, ELECTRON_GET_NO_PROGRESS: '1' },
    stdio: 'ignore',
  });
  let bytes = 0;
  let movedAt = Date.now();
  const watch = setInterval(() => {
    const now = bytesIn(temporary) + bytesIn(`${root}/node_modules/electron/dist`);
    if (now !== bytes) [bytes, movedAt] = [now, Date.now()];
    else if (Date.now() - movedAt > stallMs) install.kill('SIGKILL');
  }, 500);
  try {
    const code = await new Promise<number | null>((resolve) => {
      install.on('error', () => resolve(null));
      install.on('exit', resolve);
    });
    if (code !== 0) say('  It cannot be downloaded from here.');
  } finally {
    clearInterval(watch);
    rmSync(temporary, { recursive: true, force: true });
  }
}

function bytesIn(folder: string): number {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).reduce(
      (sum, name) => sum + (statSync(`${folder}/${name}`, { throwIfNoEntry: false })?.size ?? 0),
      0,
    );
  } catch {
    return 0;
  }
}
