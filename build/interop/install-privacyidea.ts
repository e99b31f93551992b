import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { cacheFolder, root, say } from '../root.ts';

/** The release that is compared; the packages under it are pinned in constraints.txt. */
export const release = '3.14';

const folder = `${cacheFolder}/privacyidea-${release}`;
/** Where its Python and its programs are once it is installed. */
export const programFolder = `${folder}/bin`;

/** PyPI did not answer, or does not have the release: nothing was compared. */
export class NoPackageIndex extends Error {}

/** Puts privacyIDEA into a folder of its own, once; gives the folder of its programs. */
export function installPrivacyidea(): string {
  const done = `${folder}/installed`;
  if (existsSync(done)) return programFolder;
  const python = findPython();
  say(`Installing privacyIDEA ${release} from PyPI into ${folder} (about half a minute) ...`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  run(python, ['-m', 'venv', folder], 'python3 cannot make a virtual environment; Debian has it in python3-venv');
  const constraints = `${root}/build/interop/constraints.txt`;
  const wanted = [`privacyidea==${release}`, 'gunicorn'];
  const pip = ['install', '--quiet', '--disable-pip-version-check', '--retries', '2', '--timeout', '20'];
  const installed = spawnSync(`${folder}/bin/pip`, [...pip, '--constraint', constraints, ...wanted], {
    encoding: 'utf8',
    env: { ...process.env, PIP_NO_INPUT: '1' },
  });
  if (installed.status !== 0) {
    throw new NoPackageIndex(`${installed.stdout}${installed.stderr}`.trim().split('\n').slice(-6).join('\n'));
  }
  mkdirSync(`${done}.new`);
  renameSync(`${done}.new`, done);
  return programFolder;
}

/** A Python that the release runs on. */
function findPython(): string {
  const found = ['python3', '/usr/bin/python3'].find((name) => {
    const asked = spawnSync(name, ['-c', 'import sys; print(sys.version_info >= (3, 10))'], { encoding: 'utf8' });
    return asked.stdout?.trim() === 'True';
  });
  if (found === undefined)
    throw new Error(`privacyIDEA ${release} needs Python 3.10 or newer (Debian: python3 python3-venv).`);
  return found;
}

function run(command: string, args: readonly string[], hint: string): void {
  const done = spawnSync(command, args, { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`${hint}:\n${`${done.stdout}${done.stderr}`.trim().slice(-1000)}`);
}
