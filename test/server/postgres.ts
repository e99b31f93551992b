import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { findPostgres, freePort, until } from './debian-server.ts';
import { temporaryDirectory } from './server-process.ts';

/** A real PostgreSQL server with a folder of its own; it refuses root, and then runs as the package's own user. */
export interface Postgres {
  readonly port: number;
  /** As the owner of the database. */
  readonly run: (sql: string) => Promise<void>;
  readonly signal: (signal: NodeJS.Signals) => void;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly remove: () => Promise<void>;
}

/** The database that the one of every house is a copy of. */
export const templateDatabase = 'keydesk_template';

export function postgresUrl(port: number, name: string): string {
  return `postgres://owner@127.0.0.1:${port}/${name}`;
}

export async function startPostgres({ durable = false } = {}): Promise<Postgres> {
  const directory = temporaryDirectory();
  const programs = findPostgres() ?? '';
  const data = join(directory.path, 'data');
  mkdirSync(data);
  const asRoot = process.getuid?.() === 0;
  if (asRoot) {
    chmodSync(directory.path, 0o755);
    spawnSync('chown', ['postgres', data]);
  }
  const other = ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups', '--pdeathsig=KILL'];
  const command = (name: string, args: readonly string[]): [string, string[]] => {
    const [program = '', ...rest] = [...(asRoot ? other : []), join(programs, name), ...args];
    return [program, rest];
  };
  const initial = ['-D', data, '-U', 'owner', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale=C'];
  const made = spawnSync(...command('initdb', initial), { encoding: 'utf8', cwd: directory.path });
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
  const port = await freePort();
  let child: ChildProcess | undefined;

  const run = async (sql: string) => {
    const client = new Client({ host: '127.0.0.1', port, user: 'owner', database: 'postgres' });
    client.on('error', () => undefined);
    await client.connect();
    await client.query(sql).finally(() => client.end().catch(() => undefined));
  };
  const start = async () => {
    const options = [
      '-D',
      data,
      '-p',
      String(port),
      '-h',
      '127.0.0.1',
      '-k',
      '',
      '-c',
      `fsync=${durable ? 'on' : 'off'}`,
    ];
    child = spawn(...command('postgres', options), { stdio: 'ignore', cwd: directory.path });
    await until(() => run('SELECT 1'));
  };
  const stop = async () => {
    const running = child;
    if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
    const ended = new Promise((resolve) => running.once('exit', resolve));
    running.kill('SIGQUIT');
    await ended;
  };
  await start();
  return {
    port,
    run,
    start,
    stop,
    signal: (signal) => void child?.kill(signal),
    async remove() {
      await stop();
      directory.remove();
    },
  };
}
