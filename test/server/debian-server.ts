import { randomInt } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';

/** Whether this program of a Debian package can be run; otherwise says what is missing. `npm test` installs it as root. */
export function hasServer(packageName: string, find: () => string | undefined): boolean {
  if (find() !== undefined) return true;
  console.error(
    `SKIPPED: the tests of resolvers against a real ${packageName} need Debian's '${packageName}' (apt-get install ${packageName}).`,
  );
  return false;
}

export function findSlapd(): string | undefined {
  return ['/usr/sbin/slapd', '/usr/lib/openldap/slapd'].find((path) => existsSync(path));
}

/** The folder of PostgreSQL's programs, newest first. */
export function findPostgres(): string | undefined {
  const base = '/usr/lib/postgresql';
  const versions = existsSync(base) ? readdirSync(base).sort((a, b) => Number(b) - Number(a)) : [];
  return versions.map((version) => `${base}/${version}/bin`).find((folder) => existsSync(`${folder}/initdb`));
}

/** The server, when what makes its tables is there too (Debian's mariadb-client-core). */
export function findMariadb(): string | undefined {
  const all = ['/usr/sbin/mariadbd', '/usr/bin/mariadb-install-db', '/usr/bin/my_print_defaults'];
  return all.every((path) => existsSync(path)) ? all[0] : undefined;
}

/**
 * A port that nobody listens at now, below those that the system gives out by itself (net.ipv4.ip_local_port_range): it
 * is still free when a server is started again on it.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 32_000);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().on('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** Tries until it works or a minute is over. */
export async function until(work: () => Promise<unknown>): Promise<void> {
  const end = Date.now() + 60_000;
  for (;;) {
    try {
      await work();
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
