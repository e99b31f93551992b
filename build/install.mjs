// Runs under whatever Node the machine has, before node_modules exists: nothing but node: imports, no TypeScript.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Makes node_modules what package-lock.json says, and returns the path of the Node that runs everything else.
 * Quiet when there is nothing to do; all it says goes to standard error.
 */
export function ensureInstalled() {
  if (!installedAsLocked()) install();
  const pinned = `${root}node_modules/.bin/node`;
  if (existsSync(pinned)) return pinned;
  if (Number.parseInt(process.versions.node, 10) >= 24) return process.execPath;
  console.error(
    `Keydesk needs Node 24 on ${process.platform} ${process.arch}; this is ${process.version}. Install it and run the command again.`,
  );
  process.exit(1);
}

function install() {
  const node = pinnedNode();
  // `npm test --silent` would silence this npm too, and with it the reason why it failed.
  const loud = '--loglevel=error';
  const [command, ...args] = node ? ['npx', '--yes', loud, '-p', node, '-c', `npm ci ${loud}`] : ['npm', 'ci', loud];
  console.error('Installing the packages that Keydesk needs from the npm registry (about half a minute) ...');
  // npm writes to standard output, which belongs to the command that was asked for.
  const done = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (done.status === 0) return;
  console.error(
    'The packages could not be installed: npm says why above. When that is put right, run the same command again.',
  );
  process.exit(1);
}

/** The npm package that holds Node for this machine, as the lockfile's workspace pins it. */
function pinnedNode() {
  const toolchain = JSON.parse(readFileSync(`${root}build/toolchain/package.json`, 'utf8'));
  const name = `node-${process.platform}-${process.arch}`;
  const version = toolchain.optionalDependencies[name];
  return version && `${name}@${version}`;
}

/** Compares the lockfile with the one npm leaves in node_modules as its last act: package by package, so a half-done install shows. */
function installedAsLocked() {
  const hidden = `${root}node_modules/.package-lock.json`;
  if (!existsSync(hidden)) return false;
  const locked = packagesOf(`${root}package-lock.json`);
  const installed = packagesOf(hidden);
  const same = (path) =>
    locked[path]?.version === installed[path]?.version && locked[path]?.integrity === installed[path]?.integrity;
  return (
    Object.keys(installed).every(same) &&
    Object.entries(locked).every(([path, entry]) => !path.startsWith('node_modules/') || entry.optional || same(path))
  );
}

function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}
