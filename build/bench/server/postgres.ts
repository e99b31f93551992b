import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** A PostgreSQL of Debian's package with a folder of its own, set as the package sets it: every commit is durable. */
export interface BenchPostgres {
  readonly url: (database: string) => string;
  readonly createDatabase: (name: string) => void;
  /** `pgbench -N`: transactions a second at so many clients. */
  readonly pgbench: (clients: number, seconds: number) => number;
  readonly stop: () => void;
}

export async function startBenchPostgres(directory: string): Promise<BenchPostgres> {
  const programs = findPrograms();
  const data = join(directory, 'postgres');
  mkdirSync(data);
  const asRoot = process.getuid?.() === 0;
  if (asRoot) {
    chmodSync(directory, 0o755);
    spawnSync('chown', ['postgres', data]);
  }
  const other = asRoot ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups', '--pdeathsig=KILL'] : [];
  const words = (name: string, args: readonly string[]) => [...other, join(programs, name), ...args];
  const run = (name: string, args: readonly string[]): string => {
    const [program = '', ...rest] = words(name, args);
    const done = spawnSync(program, rest, { encoding: 'utf8', cwd: directory });
    if (done.status !== 0) throw new Error(`${name}: ${done.stderr}`);
    return done.stdout;
  };
  run('initdb', ['-D', data, '-U', 'owner', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8']);
  const port = await freePort();
  const connection = ['-h', '127.0.0.1', '-p', String(port), '-U', 'owner'];
  const [program = '', ...rest] = words('postgres', ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', '']);
  const server: ChildProcess = spawn(program, rest, { stdio: 'ignore', cwd: directory });
  for (let attempt = 0; ; attempt += 1) {
    const [ready = '', ...args] = words('pg_isready', connection);
    if (spawnSync(ready, args, { stdio: 'ignore', cwd: directory }).status === 0) break;
    if (attempt === 100) throw new Error('PostgreSQL does not start');
    await setTimeout(100);
  }
  run('createdb', [...connection, 'pgbench']);
  run('pgbench', [...connection, '-i', '-s', '10', '-q', 'pgbench']);
  return {
    url: (database) => `postgres://owner@127.0.0.1:${port}/${database}`,
    createDatabase: (name) => void run('createdb', [...connection, name]),
    pgbench(clients, seconds) {
      const load = ['-N', '-n', '-c', String(clients), '-j', '2', '-T', String(seconds), 'pgbench'];
      return Number(/tps = ([\d.]+)/.exec(run('pgbench', [...connection, ...load]))?.[1]);
    },
    stop: () => void server.kill('SIGQUIT'),
  };
}

function findPrograms(): string {
  const base = '/usr/lib/postgresql';
  const versions = existsSync(base) ? readdirSync(base).sort((a, b) => Number(b) - Number(a)) : [];
  const found = versions.map((version) => `${base}/${version}/bin`).find((folder) => existsSync(`${folder}/pgbench`));
  if (found === undefined) throw new Error("install Debian's packages 'postgresql' and 'postgresql-contrib' first");
  return found;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
