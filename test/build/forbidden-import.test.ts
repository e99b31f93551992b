import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

/* A copy of the tsconfigs with one small file in each room, compiled by the real compiler. */
const root = join(import.meta.dirname, '../..');
const rooms = ['domain', 'native', 'seeds', 'server', 'electron', 'renderer', 'build', 'test'];
const copy = mkdtempSync(join(tmpdir(), 'keydesk-rooms-'));

beforeAll(() => {
  for (const file of ['package.json', 'tsconfig.base.json']) cpSync(join(root, file), join(copy, file));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  for (const room of rooms) {
    mkdirSync(join(copy, room));
    writeFileSync(join(copy, room, 'tsconfig.json'), readFileSync(join(root, room, 'tsconfig.json')));
    writeFileSync(join(copy, room, 'thing.ts'), `export const ${room} = '${room}';\n`);
  }
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

async function compile(room: string, text: string): Promise<string> {
  writeFileSync(join(copy, room, 'trial.ts'), text);
  const tsc = join(root, 'node_modules/.bin/tsc');
  try {
    await promisify(execFile)(process.execPath, [tsc, '-b', '--pretty', 'false', room], { cwd: copy });
    return '';
  } catch (error) {
    return (error as { stdout: string }).stdout;
  } finally {
    rmSync(join(copy, room, 'trial.ts'));
  }
}

const importing = (room: string) => `import { ${room} } from '../${room}/thing.ts';\nexport const trial = ${room};\n`;

test.each([
  ['domain', 'native'],
  ['domain', 'electron'],
  ['native', 'electron'],
  ['seeds', 'native'],
  ['seeds', 'server'],
  ['native', 'server'],
  ['server', 'native'],
  ['server', 'electron'],
  ['renderer', 'electron'],
  ['renderer', 'native'],
  ['electron', 'server'],
  ['electron', 'renderer'],
])('the compiler refuses %s -> %s', async (from, to) => {
  expect(await compile(from, importing(to))).toMatch(/error TS6307/);
});

test.each([
  ['native', 'domain'],
  ['seeds', 'domain'],
  ['server', 'domain'],
  ['server', 'seeds'],
  ['electron', 'seeds'],
  ['renderer', 'domain'],
  ['electron', 'native'],
])('the compiler allows %s -> %s', async (from, to) => {
  expect(await compile(from, importing(to))).toBe('');
});

test.each([
  ['domain', 'export const trial = Buffer.alloc(1);\n', 'Buffer'],
  ['domain', 'export const trial = document.title;\n', 'document'],
  ['native', 'export const trial = document.title;\n', 'document'],
  ['renderer', "export { readFileSync } from 'node:fs';\n", 'node:fs'],
])('the compiler knows nothing in %s that the room does not have: %s', async (room, text, name) => {
  expect(await compile(room, text)).toContain(`'${name}'`);
});
