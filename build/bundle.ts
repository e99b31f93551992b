import { createHash } from 'node:crypto';
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { rolldown } from 'rolldown';
import { build } from 'vite';
import { channels, events } from '../domain/contract/ipc.ts';
import { root, say } from './root.ts';

/** Where the app is read from when it runs, and where the maps lie that are not shipped with it. */
export const appFolder = `${root}/out/app`;
export const mapsFolder = `${root}/out/maps`;

/** Loaded from node_modules at run time: each has a binary that no bundle can hold. */
export const nativePackages = ['better-sqlite3', 'node-hid', 'usb', '@node-rs/argon2'];

/** Electron 25 has Chrome 114 and Node 18.15, which has no `crypto` global. */
const cryptoGlobal = 'globalThis.crypto ??= require("node:crypto").webcrypto;';
const processes = { main: cryptoGlobal, preload: '', core: cryptoGlobal };

/** Bundles what has changed since the last time: the desk's processes and the window. */
export async function bundleApp(): Promise<void> {
  const settings = ['build/bundle.ts', 'package.json', 'package-lock.json'];
  await whenChanged('desk', [...settings, 'electron', 'native', 'seeds', 'domain'], bundleProcesses);
  await whenChanged('window', [...settings, 'renderer', 'domain'], bundleWindow);
}

async function bundleProcesses(): Promise<void> {
  for (const [name, intro] of Object.entries(processes)) {
    const bundle = await rolldown({
      input: `${root}/electron/${name}.ts`,
      platform: 'node',
      external: (id) => id === 'electron' || nativePackages.some((name) => id === name || id.startsWith(`${name}/`)),
      transform: { target: 'node18', define: { KEYDESK_BUILD: JSON.stringify(buildFacts()) } },
      checks: { pluginTimings: false },
    });
    const { output } = await bundle.generate({
      format: 'cjs',
      minify: true,
      sourcemap: 'hidden',
      codeSplitting: false,
      intro,
    });
    await bundle.close();
    const [chunk] = output;
    replaceFile(`${appFolder}/${name}.cjs`, chunk.code);
    replaceFile(`${mapsFolder}/${name}.cjs.map`, JSON.stringify(chunk.map));
  }
}

/** What `electron/shell/build-facts.ts` declares. */
function buildFacts() {
  const { version, devDependencies } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
  return { version, electron: devDependencies.electron, channels: Object.keys(channels), events: Object.keys(events) };
}

async function bundleWindow(): Promise<void> {
  mkdirSync(appFolder, { recursive: true });
  const made = mkdtempSync(`${root}/out/window-`);
  // Under a test runner it says `test`, and the window would have React's twice as large build for development.
  const { NODE_ENV: before } = process.env;
  process.env.NODE_ENV = 'production';
  try {
    await build({
      configFile: `${root}/renderer/vite.config.mts`,
      root: `${root}/renderer`,
      logLevel: 'warn',
      build: { outDir: made, emptyOutDir: true, sourcemap: 'hidden', manifest: true },
    });
    setMapsAside(made);
    rmSync(`${appFolder}/renderer`, { recursive: true, force: true });
    renameSync(made, `${appFolder}/renderer`);
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
    rmSync(made, { recursive: true, force: true });
  }
}

/** The maps are for reading a crash, the manifest for measuring the first load; neither belongs to the app. */
function setMapsAside(made: string): void {
  const maps = `${mapsFolder}/renderer`;
  rmSync(maps, { recursive: true, force: true });
  for (const file of [...globSync('**/*.map', { cwd: made }), '.vite/manifest.json']) {
    mkdirSync(dirname(`${maps}/${file}`), { recursive: true });
    renameSync(`${made}/${file}`, `${maps}/${file}`);
  }
  rmSync(`${made}/.vite`, { recursive: true });
}

/** Runs the work if the content of its inputs is not what it was when the work was last done. */
async function whenChanged(name: string, inputs: readonly string[], work: () => Promise<void>): Promise<void> {
  const stamp = `${appFolder}/.${name}-stamp`;
  const now = contentHash(inputs);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return;
  const startedAt = performance.now();
  await work();
  replaceFile(stamp, now);
  say(`Bundled the ${name} in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`);
}

function contentHash(inputs: readonly string[]): string {
  const hash = createHash('sha256');
  for (const input of inputs) {
    for (const file of filesUnder(`${root}/${input}`)) hash.update(file).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function filesUnder(path: string): readonly string[] {
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .sort();
}

function replaceFile(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

if (import.meta.main) await bundleApp();
