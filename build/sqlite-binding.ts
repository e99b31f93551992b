import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { promisify } from 'node:util';
import { compilerPackages, ensureDebianPackages } from './debian-packages.ts';
import { cacheFolder, root, say } from './root.ts';

const source = `${root}/node_modules/better-sqlite3`;
const shim = `${root}/build/substitute/primitive-references.h`;
const headers = [`${root}/node_modules/node-api-headers/include`, `${root}/node_modules/node-addon-api`];

const shared = ['-c', '-O2', '-fPIC', '-w', '-DNDEBUG', '-fvisibility=hidden'];
const addonFlags = [
  ...shared,
  '-std=c++20',
  '-DNAPI_VERSION=8',
  '-DNAPI_DISABLE_CPP_EXCEPTIONS',
  '-DNODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
];
const linkFlags = ['-shared', '-Wl,-Bsymbolic', '-ldl'];

/**
 * better-sqlite3's prebuilt binary wants Node-API 10; the substitute Electron has 8. Compiles its own source with a
 * header that makes up the difference, once for each set of inputs, and returns the path of the result.
 */
export async function ensureSqliteBinding(): Promise<string> {
  const binding = `${cacheFolder}/better-sqlite3-${inputsHash().slice(0, 16)}.node`;
  if (existsSync(binding)) return binding;
  ensureDebianPackages(compilerPackages, 'compile better-sqlite3 for the substitute Electron');
  say('Compiling better-sqlite3 for the substitute Electron (about a minute, once) ...');
  const temporary = mkdtempSync(`${cacheFolder}/sqlite-`);
  const run = promisify(execFile);
  try {
    const includes = [...headers, `${source}/deps/sqlite3`].map((folder) => `-I${folder}`);
    await Promise.all([
      run('gcc', [
        ...shared,
        '-std=c99',
        ...sqliteDefines(),
        `${source}/deps/sqlite3/sqlite3.c`,
        '-o',
        `${temporary}/sqlite.o`,
      ]),
      run('g++', [
        ...addonFlags,
        ...includes,
        '-include',
        shim,
        `${source}/src/better_sqlite3.cpp`,
        '-o',
        `${temporary}/addon.o`,
      ]),
    ]);
    await run('g++', [
      `${temporary}/addon.o`,
      `${temporary}/sqlite.o`,
      ...linkFlags,
      '-o',
      `${temporary}/binding.node`,
    ]);
    renameSync(`${temporary}/binding.node`, binding);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return binding;
}

/** The very options better-sqlite3 compiles SQLite with. */
function sqliteDefines(): readonly string[] {
  const listed = readFileSync(`${source}/deps/defines.gypi`, 'utf8').matchAll(/'([A-Z][A-Z0-9_]*(?:=[^']*)?)'/g);
  return [...listed].map((match) => `-D${match[1]}`);
}

function inputsHash(): string {
  const hash = createHash('sha256').update(JSON.stringify([shared, addonFlags, linkFlags, process.arch]));
  for (const input of [shim, ...headers, `${source}/src`, `${source}/deps`].flatMap(filesIn))
    hash.update(readFileSync(input));
  return hash.digest('hex');
}

function filesIn(path: string): readonly string[] {
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => `${path}/${name}`)
    .filter((file) => /\.(c|cpp|h|hpp|gypi)$/.test(file) && statSync(file).isFile());
}
