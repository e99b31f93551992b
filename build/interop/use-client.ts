import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hotp } from '../../domain/otp/hotp.ts';
import { NoPackageIndex, programFolder } from './install-privacyidea.ts';
import type { Compared } from './run-privacyidea.ts';

/** privacyIDEA's own command line for administrators, and its command that checks a code; the release on PyPI. */
const release = '3.0';
const seed = Buffer.from('12345678901234567890');
const serial = 'CLIENT0001';

/** What is typed, and whether what is printed must be the same to the letter or only the exit status. */
interface Step {
  readonly words: readonly string[];
  readonly compared: 'output' | 'status';
}

const printed = (...words: string[]): Step => ({ words, compared: 'output' });
const ended = (...words: string[]): Step => ({ words, compared: 'status' });
const check = (counter: number): Step => printed('validate', '-u', 'alice', '-p', `1234${hotp(seed, counter)}`);

const steps: readonly Step[] = [
  printed('user', 'list'),
  ended('realm', 'list'),
  ended('resolver', 'list'),
  printed('token', 'init', '--serial', serial, '--otpkey', seed.toString('hex'), '--user', 'alice', '--pin', '1234'),
  printed('token', 'list', '--user', 'alice'),
  check(0),
  check(0),
  check(1),
  printed('token', 'disable', '--serial', serial),
  check(2),
  printed('token', 'enabletoken', '--serial', serial),
  // Not the code before: what was typed while the token was off is spent here, and not there.
  check(3),
  printed('token', 'set', '--serial', serial, '--description', 'key ring'),
  printed('token', 'list', '--user', 'alice'),
  printed('token', 'unassigntoken', '--serial', serial),
  check(4),
  printed('token', 'assigntoken', '--serial', serial, '--user', 'bob'),
  ended('token', 'assigntoken', '--serial', 'NOSUCH', '--user', 'bob'),
  printed('token', 'list', '--user', 'bob'),
  printed('token', 'delete', '--serial', serial),
  ended('config', 'set', '--config', 'DefaultCountWindow=20'),
  ended('config', 'list'),
  ended('config', 'delete', '--key', 'DefaultCountWindow'),
  ended('audit', 'list'),
];

/** Types the same commands of privacyIDEA's own client at both servers, and says where they end otherwise. */
export async function useClient(theirs: Compared, ours: Compared): Promise<boolean> {
  const client = fetchClient();
  let otherwise = 0;
  try {
    for (const step of steps) {
      const [their, our] = [type(client, theirs, step), type(client, ours, step)];
      const same = their.status === our.status && (step.compared === 'status' || their.text === our.text);
      const shown = step.words.map((word) => (word === seed.toString('hex') ? 'KEY' : word)).join(' ');
      console.log(`${same ? 'the same ' : 'OTHERWISE'} privacyidea ${shown} (${our.status})`);
      if (same) continue;
      otherwise += 1;
      console.log(
        `  privacyIDEA, ${their.status}: ${their.text.slice(-600)}\n  Keydesk, ${our.status}: ${our.text.slice(-600)}`,
      );
    }
  } finally {
    rmSync(client, { recursive: true, force: true });
  }
  console.log(`privacyideaadm ${release}: ${steps.length - otherwise} of ${steps.length} commands end the same.`);
  return otherwise === 0;
}

/** Unpacks it as it is: it needs no installing, but the packages that privacyIDEA has already, and one more. */
function fetchClient(): string {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-client-'));
  const pip = (...words: string[]) => {
    const done = spawnSync(`${programFolder}/pip`, [...words, '--quiet', '--disable-pip-version-check'], {
      encoding: 'utf8',
      timeout: 120_000,
    });
    if (done.status !== 0) throw new NoPackageIndex(`${done.stdout}${done.stderr}`.trim().slice(-1000));
  };
  pip('install', 'qrcode==8.2', 'cffi');
  pip('download', '--no-deps', '--no-binary', 'privacyideaadm', '--dest', folder, `privacyideaadm==${release}`);
  const [archive] = readdirSync(folder);
  if (archive === undefined || !existsSync(join(folder, archive))) throw new Error('pip left no archive');
  const unpacked = spawnSync('tar', ['-xzf', archive, '--strip-components=1'], { cwd: folder, encoding: 'utf8' });
  if (unpacked.status !== 0) throw new Error(unpacked.stderr);
  return folder;
}

function type(client: string, server: Compared, { words }: Step): { status: number | null; text: string } {
  const authority = join(client, 'authority.pem');
  writeFileSync(authority, server.ca);
  const [first = '', ...rest] = words;
  const { name, password } = server.administrator;
  const command =
    first === 'validate'
      ? ['scripts/privacyidea-validate', '-U', server.url, '-r', 'hq', ...rest]
      : ['scripts/privacyidea', '-U', server.url, '-a', name, first, ...rest];
  const { status, stdout, stderr } = spawnSync(`${programFolder}/python`, command, {
    cwd: client,
    encoding: 'utf8',
    input: `${password}\n`,
    timeout: 60_000,
    env: { ...process.env, PYTHONPATH: client, REQUESTS_CA_BUNDLE: authority, PYTHONWARNINGS: 'ignore' },
  });
  // A refusal is printed with the reply as it came, with its time and signature.
  const text = `${stdout}${status === 0 ? '' : (/"message": "[^"]*"/.exec(stderr)?.[0] ?? '')}`;
  return { status, text: text.replaceAll(server.url, '').replace(/^.*yubi[kc].*$\n?/gim, '') };
}
