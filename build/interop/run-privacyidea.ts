import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { authority } from '../../server/tls/authority.ts';
import { freePort } from '../server-process.ts';
import { reached } from './wire.ts';

/** A server that is compared: ours or theirs. */
export interface Compared {
  readonly name: 'privacyIDEA' | 'Keydesk';
  readonly url: string;
  /** PEM of the authority that its certificate is from. */
  readonly ca: string;
  readonly administrator: { readonly name: string; readonly password: string };
  /** Of the process and its children: the milliseconds of processor time that they have used. */
  readonly processorMs: () => number;
  readonly stop: () => Promise<void>;
}

const startMs = 60_000;

/** A privacyIDEA of its own in a folder: keys, tables, an administrator, and gunicorn with TLS before it. */
export async function runPrivacyidea(programs: string, folder: string): Promise<Compared> {
  const secret = () => randomBytes(24).toString('hex');
  const administrator = { name: 'root', password: secret() };
  const keys = { secret: secret(), pepper: secret() };
  const config = `${folder}/pi.cfg`;
  const settings = (database: string) =>
    [
      `SUPERUSER_REALM = ['super']`,
      `SQLALCHEMY_DATABASE_URI = 'sqlite:///${folder}/${database}.sqlite'`,
      // In one SQLite file its audit and its tables would wait for each other.
      `PI_AUDIT_SQL_URI = 'sqlite:///${folder}/audit.sqlite'`,
      `SECRET_KEY = '${keys.secret}'`,
      `PI_PEPPER = '${keys.pepper}'`,
      `PI_ENCFILE = '${folder}/enckey'`,
      `PI_AUDIT_KEY_PRIVATE = '${folder}/private.pem'`,
      `PI_AUDIT_KEY_PUBLIC = '${folder}/public.pem'`,
      `PI_LOGFILE = '${folder}/privacyidea.log'`,
      'PI_LOGLEVEL = 30',
      '',
    ].join('\n');
  writeFileSync(config, settings('privacyidea'), { mode: 0o600 });
  writeFileSync(`${folder}/audit.cfg`, settings('audit'), { mode: 0o600 });
  const env = { ...process.env, PRIVACYIDEA_CONFIGFILE: config };
  for (const word of ['create_enckey', 'create_audit_keys', 'create_tables']) manage(programs, env, ['setup', word]);
  manage(programs, { ...env, PRIVACYIDEA_CONFIGFILE: `${folder}/audit.cfg` }, ['setup', 'create_tables']);
  manage(programs, env, ['admin', 'add', administrator.name, '-p', administrator.password]);
  const { ca, key, chain } = await certificate(`${folder}/authority`);
  writeFileSync(`${folder}/tls.key`, key, { mode: 0o600 });
  writeFileSync(`${folder}/tls.pem`, chain);
  const port = await freePort();
  const log = openSync(`${folder}/gunicorn.log`, 'a');
  const child = spawn(
    `${programs}/gunicorn`,
    [
      ...['--bind', `127.0.0.1:${port}`, '--keyfile', `${folder}/tls.key`, '--certfile', `${folder}/tls.pem`],
      ...['--workers', '2', '--threads', '8', '--keep-alive', '75', '--timeout', '120', '--no-control-socket'],
      'privacyidea.app:create_app(config_name="production", silent=True)',
    ],
    { env, stdio: ['ignore', log, log], cwd: folder },
  );
  const url = `https://127.0.0.1:${port}`;
  const server = { url, ca };
  await reached(server, '/token/', child, startMs).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw new Error(`privacyIDEA did not start; ${folder}/gunicorn.log says why: ${error}`);
  });
  return {
    name: 'privacyIDEA',
    ...server,
    administrator,
    processorMs: () => processorMs(child),
    stop: () => stopped(child),
  };
}

function manage(programs: string, env: NodeJS.ProcessEnv, words: readonly string[]): void {
  const done = spawnSync(`${programs}/pi-manage`, words, { env, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`pi-manage ${words.slice(0, 2).join(' ')}: ${done.stderr.slice(-1000)}`);
}

/** A key and a certificate for this machine, with the authority that signed it at the end of the chain. */
async function certificate(folder: string): Promise<{ ca: string; key: string; chain: string }> {
  mkdirSync(join(folder, 'keys'), { recursive: true });
  const made = await authority(folder, new Date());
  const { key, cert } = await made.certificate(['127.0.0.1', 'localhost'], new Date());
  return { ca: made.ca, key: String(key), chain: `${cert}\n${made.ca}` };
}

/** Processor time of a process and its children, from Linux's /proc. */
export function processorMs({ pid = 0 }: ChildProcess): number {
  const said = spawnSync('ps', ['-o', 'cputimes=', '-o', 'pid=', '--pid', String(pid), '--ppid', String(pid)], {
    encoding: 'utf8',
  });
  const pids = said.stdout
    .trim()
    .split('\n')
    .map((line) => Number(line.trim().split(/\s+/)[1]));
  return pids.reduce((sum, one) => sum + ownMs(one), 0);
}

function ownMs(pid: number): number {
  const stat = spawnSync('cat', [`/proc/${pid}/stat`], { encoding: 'utf8' }).stdout;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // utime and stime in ticks of 10 ms (proc(5), fields 14 and 15).
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * 10;
}

function stopped(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    const insist = setTimeout(() => child.kill('SIGKILL'), 10_000);
    child.once('exit', () => {
      clearTimeout(insist);
      resolve();
    });
    child.kill('SIGTERM');
  });
}
