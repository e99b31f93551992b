import { posix } from 'node:path';
import { lineAt, parsed, type SourceFile, sourceFiles } from './source-files.ts';

/** What the files of one folder may import besides each other; of nested folders the inner one counts, and a file by itself before its folder. */
interface Layer {
  /** Folders or files of ours. */
  readonly ours: readonly string[];
  readonly packages: readonly string[] | 'any';
  readonly node: boolean;
}

const react = ['react', 'react-dom', 'react-aria-components', 'react-i18next', 'i18next', 'wouter'];
const anywhere = ['domain', 'native', 'seeds', 'electron', 'renderer', 'server', 'build', 'test'];

/** Who may import whom. The order is from the token to the server; see `DECISIONS.md` for the reasons. */
const layers: Readonly<Record<string, Layer>> = {
  domain: { ours: [], packages: ['@noble/hashes', '@noble/ciphers', '@scure/base'], node: false },
  'domain/contract': { ours: ['domain'], packages: ['zod'], node: false },
  'domain/policy': { ours: ['domain'], packages: ['ipaddr.js'], node: false },
  native: { ours: ['domain'], packages: ['node-hid', 'usb'], node: true },
  'native/emulator': { ours: ['domain', 'native'], packages: ['zod'], node: true },
  seeds: { ours: ['domain'], packages: ['csv-parse', 'saxes'], node: true },
  server: {
    ours: ['domain', 'seeds', 'server'],
    packages: ['fastify', 'csv-parse', 'jose', 'zod'],
    node: true,
  },
  'server/act': { ours: ['domain', 'server'], packages: ['fastify', 'zod'], node: true },
  'server/imports': { ours: ['domain', 'seeds', 'server'], packages: [], node: true },
  'server/letter': { ours: ['domain', 'server'], packages: ['pdfkit'], node: true },
  'server/messaging': { ours: ['domain', 'server'], packages: ['ipaddr.js', 'nodemailer', 'zod'], node: true },
  'server/resolvers': {
    ours: ['domain', 'server'],
    packages: [
      '@node-rs/argon2',
      '@node-rs/bcrypt',
      'better-sqlite3',
      'fastify',
      'ldapts',
      'mysql2',
      'pg',
      'unixcrypt',
      'zod',
    ],
    node: true,
  },
  'server/routes': {
    ours: ['domain', 'seeds', 'server'],
    packages: ['fastify', '@fastify/multipart', 'csv-parse', 'jose', 'zod'],
    node: true,
  },
  'server/store': { ours: ['domain', 'server'], packages: ['better-sqlite3', 'kysely', 'pg', 'zod'], node: true },
  'server/lock.ts': { ours: ['domain', 'server'], packages: ['better-sqlite3'], node: true },
  'server/keys': { ours: ['domain', 'server'], packages: ['@hpke/core', '@node-rs/argon2'], node: true },
  'server/check': { ours: ['domain', 'server'], packages: ['@node-rs/argon2'], node: true },
  'server/wire/qr-picture.ts': { ours: [], packages: ['lean-qr'], node: true },
  'server/tls': { ours: ['domain', 'server'], packages: ['@peculiar/x509'], node: true },
  renderer: {
    ours: ['domain', 'renderer'],
    packages: [...react, '@tanstack/react-query', 'signature_pad'],
    node: false,
  },
  'renderer/paper/qr-path.ts': { ours: [], packages: ['lean-qr'], node: false },
  electron: { ours: ['domain', 'native'], packages: ['electron'], node: true },
  'electron/shell': { ours: ['domain', 'electron/desk.ts'], packages: ['electron'], node: true },
  'electron/ipc': {
    ours: [
      'domain',
      'native',
      'seeds',
      'electron/acts',
      'electron/trail',
      'electron/conflicts',
      'electron/reprogram',
      'electron/stock',
      'electron/paper',
      'electron/administration',
      'electron/controllers',
      'electron/ceremony',
      'electron/vault',
      'electron/sync',
    ],
    packages: ['zod'],
    node: true,
  },
  'electron/administration': { ours: ['domain', 'electron/sync', 'electron/vault'], packages: ['zod'], node: true },
  'electron/paper': { ours: ['domain', 'electron/vault'], packages: [], node: true },
  'electron/controllers': {
    ours: ['domain', 'electron/acts', 'electron/ceremony', 'electron/vault'],
    packages: [],
    node: true,
  },
  'electron/acts': { ours: ['domain', 'native', 'electron/ceremony', 'electron/vault'], packages: [], node: true },
  'electron/stock': {
    ours: ['domain', 'native', 'seeds', 'electron/acts', 'electron/ceremony', 'electron/vault'],
    packages: [],
    node: true,
  },
  'electron/reprogram': {
    ours: ['domain', 'native', 'electron/acts', 'electron/ceremony', 'electron/vault'],
    packages: [],
    node: true,
  },
  'electron/conflicts': {
    ours: ['domain', 'native', 'electron/acts', 'electron/ceremony', 'electron/vault'],
    packages: [],
    node: true,
  },
  'electron/trail': {
    ours: ['domain', 'electron/acts', 'electron/ceremony', 'electron/sync', 'electron/vault'],
    packages: [],
    node: true,
  },
  'electron/ceremony': { ours: ['domain', 'native', 'electron/vault'], packages: [], node: true },
  'electron/sync': { ours: ['domain', 'electron/vault'], packages: ['zod', '@peculiar/x509'], node: true },
  'electron/sync/privacyidea': {
    ours: ['domain', 'electron/vault', 'electron/sync', 'electron/administration'],
    packages: ['zod'],
    node: true,
  },
  'electron/vault': {
    ours: ['domain'],
    packages: ['better-sqlite3', '@hpke/core', '@node-rs/argon2', 'zod'],
    node: true,
  },
  build: {
    ours: ['domain', 'native', 'server', 'electron'],
    packages: ['rolldown', 'vite', 'playwright-core', '@axe-core/playwright', 'better-sqlite3', 'electron'],
    node: true,
  },
  test: { ours: anywhere, packages: 'any', node: true },
};

/** Files that wire the rest together or enter a process: nothing imports them. */
const entries = ['electron/main.ts', 'electron/core.ts', 'electron/preload.ts', 'server/main.ts', 'renderer/main.tsx'];

/** Tools' own settings, which import the tool. */
const settings = /\.config\.m?ts$/;

/** One sentence for each import that the table does not allow. */
export function layerProblems(files: readonly SourceFile[] = sourceFiles(anywhere)): readonly string[] {
  return files.filter((file) => !settings.test(file.path)).flatMap(problemsOf);
}

function problemsOf(file: SourceFile): readonly string[] {
  const folder = layerOf(file.path);
  const layer = folder === undefined ? undefined : layers[folder];
  if (folder === undefined || layer === undefined) return [`${file.path}: no layer has this folder`];
  return importsOf(file).flatMap(({ name, position }) => {
    const problem = refusal(file.path, folder, layer, name);
    return problem === undefined ? [] : [`${file.path}:${lineAt(file.text, position)} imports ${name}: ${problem}`];
  });
}

function refusal(path: string, folder: string, layer: Layer, name: string): string | undefined {
  if (name.startsWith('node:')) return layer.node ? undefined : `${folder} uses nothing of Node`;
  if (!name.startsWith('.')) {
    if (layer.packages === 'any') return undefined;
    const found = layer.packages.find((one) => name === one || name.startsWith(`${one}/`));
    return found ? undefined : `${folder} may use ${layer.packages.join(', ') || 'no package'}`;
  }
  const target = posix.join(posix.dirname(path), name.replace(/\?.*$/, ''));
  if (entries.includes(target) && !path.startsWith('test/')) return 'nobody imports what enters a process';
  const allowed =
    layerOf(target) === folder ||
    isEntry(path, target) ||
    layer.ours.some((one) => target === one || target.startsWith(`${one}/`));
  return allowed ? undefined : `${folder} may import ${layer.ours.join(', ') || 'nothing of ours'}`;
}

/** The files at the top of a room wire its folders together, so they may import all of them. */
function isEntry(path: string, target: string): boolean {
  const room = path.split('/')[0];
  return path.split('/').length === 2 && target.startsWith(`${room}/`);
}

function layerOf(path: string): string | undefined {
  let folder = path;
  while (folder !== '.' && !(folder in layers)) folder = posix.dirname(folder);
  return folder === '.' || folder === '..' ? undefined : folder;
}

function importsOf(file: SourceFile): readonly { name: string; position: number }[] {
  const { module } = parsed(file);
  const fixed = [...module.staticImports, ...module.staticExports.flatMap((one) => one.entries)];
  return [
    ...fixed.flatMap(({ moduleRequest, start }) =>
      moduleRequest ? [{ name: moduleRequest.value, position: start }] : [],
    ),
    ...module.dynamicImports.flatMap(({ moduleRequest, start }) => {
      const name = /^['"`](.*)['"`]$/.exec(file.text.slice(moduleRequest.start, moduleRequest.end))?.[1];
      return name === undefined ? [] : [{ name, position: start }];
    }),
  ];
}
