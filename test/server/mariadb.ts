import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { findMariadb, freePort, until } from './debian-server.ts';
import { temporaryDirectory } from './server-process.ts';

/** A real MariaDB server with a folder of its own. */
export interface Mariadb {
  readonly port: number;
  /** As the owner of the database, over the server's own socket. */
  readonly run: (sql: string) => Promise<RowDataPacket[]>;
  readonly signal: (signal: NodeJS.Signals) => void;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly remove: () => Promise<void>;
}

/** `tls` is the key and the certificate that it shows. */
export async function startMariadb(tls?: { readonly key: string; readonly cert: string }): Promise<Mariadb> {
  const directory = temporaryDirectory();
  const data = join(directory.path, 'data');
  const socket = join(directory.path, 's');
  mkdirSync(data);
  if (process.getuid?.() === 0) {
    chmodSync(directory.path, 0o755);
    spawnSync('chown', ['nobody', data, directory.path]);
  }
  const asOther = process.getuid?.() === 0 ? ['--user=nobody'] : [];
  const made = spawnSync(
    'mariadb-install-db',
    ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db', ...asOther],
    { encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`mariadb-install-db: ${made.stdout}${made.stderr}`);
  const secured: string[] = [];
  if (tls !== undefined) {
    for (const [name, text] of [
      ['key', tls.key],
      ['cert', tls.cert],
    ] as const) {
      const file = join(directory.path, `${name}.pem`);
      writeFileSync(file, text);
      secured.push(`--ssl-${name}=${file}`);
    }
  }
  const port = await freePort();
  let child: ChildProcess | undefined;

  const run = async (sql: string) => {
    const connection = await createConnection({ socketPath: socket, user: 'root', multipleStatements: true });
    connection.on('error', () => undefined);
    try {
      const [rows] = await connection.query<RowDataPacket[]>(sql);
      return rows;
    } finally {
      connection.destroy();
    }
  };
  const start = async () => {
    const fast = ['--innodb-flush-log-at-trx-commit=0', '--innodb-buffer-pool-size=8M', '--skip-log-bin'];
    const places = [`--datadir=${data}`, `--socket=${socket}`, `--port=${port}`, '--bind-address=127.0.0.1'];
    const options = ['--no-defaults', ...places, ...fast, ...secured, ...asOther];
    child = spawn('setpriv', ['--pdeathsig=KILL', findMariadb() ?? '', ...options], { stdio: 'ignore' });
    await until(() => run('SELECT 1'));
  };
  const stop = async () => {
    const running = child;
    if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
    const ended = new Promise((resolve) => running.once('exit', resolve));
    running.kill('SIGKILL');
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
