import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

function lint(path: string, text: string): { status: number | null; said: string } {
  const args = [join(root, 'node_modules/.bin/biome'), 'lint', `--stdin-file-path=${path}`];
  const run = spawnSync(process.execPath, args, { cwd: root, input: text, encoding: 'utf8' });
  return { status: run.status, said: `${run.stdout}${run.stderr}` };
}

test.each([
  ['electron/ceremony/trial.ts', "import { ipcMain } from 'electron';\nipcMain.handle('x', () => 1);\n"],
  ['electron/shell/trial.ts', "import { ipcRenderer } from 'electron';\nipcRenderer.send('x');\n"],
])('raw IPC is refused in %s, with the way to do it', (path, text) => {
  const { status, said } = lint(path, text);
  expect(status).toBe(1);
  expect(said).toContain('add a channel to domain/contract/ipc.ts');
});

test.each([
  ['electron/shell/handle.ts', "import { ipcMain } from 'electron';\nipcMain.handle('x', () => 1);\n"],
  ['electron/preload.ts', "import { ipcRenderer } from 'electron';\nipcRenderer.send('x');\n"],
])('raw IPC is allowed in %s', (path, text) => {
  expect(lint(path, text).status).toBe(0);
});
