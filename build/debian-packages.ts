import { spawnSync } from 'node:child_process';
import { say } from './root.ts';

/**
 * What a window needs: the libraries Electron and the token drivers link to, and fonts: the window's own, one for names
 * in Chinese, Japanese and Korean, and one with a slashed zero for serials.
 */
export const windowPackages = [
  'libgtk-3-0 libgtk-3-0t64',
  'libnss3',
  'libasound2 libasound2t64',
  'libgbm1',
  'libudev1',
  'libusb-1.0-0',
  'fonts-noto-core',
  'fonts-droid-fallback',
  'fonts-dejavu-core',
];

/** What stands in for a screen where there is none. */
export const virtualScreenPackages = ['xvfb', 'xauth'];

/**
 * What the tests call: to find the processes they end, a mail server that mail is really sent to, readers of PDFs and of
 * QR codes, and Yubico's own client (`ykclient`).
 */
export const testPackages = ['procps', 'python3-aiosmtpd', 'poppler-utils', 'zbar-tools', 'libykclient-dev'];

/** The servers that the tests of resolvers talk to, and the server's own database; without them those tests say so and are skipped. */
export const resolverPackages = ['slapd', 'postgresql', 'mariadb-server-core', 'mariadb-client-core'];

/** What compiles better-sqlite3 for the substitute runtime. */
export const compilerPackages = ['g++'];

/**
 * Sees to it that Debian's packages are there: installs them as root, otherwise names them in one line and stops.
 * Each entry is one package, or the names it has in different releases. Does nothing where there is no dpkg.
 */
export function ensureDebianPackages(wanted: readonly string[], purpose: string): void {
  const missing = missingPackages(wanted);
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0) {
    say(`These Debian packages are missing, which ${purpose}. Install them and run the command again:`);
    say(`sudo apt-get install --no-install-recommends ${missing.map((names) => names.split(' ')[0]).join(' ')}`);
    process.exit(1);
  }
  say(`Installing Debian packages that ${purpose} (up to a minute or two) ...`);
  updateOnce();
  const names = missing.map(offeredName);
  say(`  ${names.join(' ')}`);
  apt(['install', '-y', '--no-install-recommends', ...names]);
}

let updated = false;

function updateOnce(): void {
  if (!updated) apt(['update']);
  updated = true;
}

function missingPackages(wanted: readonly string[]): readonly string[] {
  const all = wanted.flatMap((names) => names.split(' '));
  // biome-ignore lint/suspicious/noTemplateCurlyInString: these are dpkg-query's own placeholders.
  const format = '${Package} ${db:Status-Status}\n';
  const query = spawnSync('dpkg-query', ['-W', '-f', format, ...all], { encoding: 'utf8' });
  if (query.error) return [];
  const installed = new Set(query.stdout.split('\n').filter((line) => line.endsWith(' installed')));
  return wanted.filter((names) => !names.split(' ').some((name) => installed.has(`${name} installed`)));
}

function offeredName(names: string): string {
  const offered = names
    .split(' ')
    .find((name) => spawnSync('apt-cache', ['show', name], { stdio: 'ignore' }).status === 0);
  return offered ?? (names.split(' ')[0] as string);
}

function apt(args: readonly string[]): void {
  const done = spawnSync('apt-get', ['-q', ...args], {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (done.status === 0) return;
  say(`${done.stdout ?? ''}${done.stderr ?? ''}`.trim().split('\n').slice(-15).join('\n'));
  say(`apt-get ${args.join(' ')} failed; it says why above. Put that right and run the command again.`);
  process.exit(1);
}
