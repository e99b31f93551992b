import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

/* The project's own lint rules on files of a folder that has nothing else. */
const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'keydesk-lint-'));
const { $schema: _, vcs: __, ...rules } = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8'));
writeFileSync(join(folder, 'biome.json'), JSON.stringify(rules));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function lint(path: string, text: string): { status: number | null; said: string } {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  const run = spawnSync(process.execPath, [join(root, 'node_modules/.bin/biome'), 'lint', path], {
    cwd: folder,
    encoding: 'utf8',
  });
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
  expect(lint(path, text)).toMatchObject({ status: 0 });
});
