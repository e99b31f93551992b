import { cpSync } from 'node:fs';
import { type Installation, openInstallation } from '../../server/installation.ts';
import { sealSeed } from '../../server/keys/seed-at-rest.ts';
import { type NewCredential, newCredential } from '../../server/store/credentials.ts';
import { type DataDirectory, dataDirectory } from './data-directory.ts';
import { type Client, httpsClient } from './https-client.ts';
import { command, startServer, temporaryDirectory } from './server-process.ts';
import { rfcSeed } from './test-station.ts';

/** Two real servers in processes of their own, with copies of one data directory, on one database. */
export interface TwoServers {
  readonly clients: readonly [Client, Client];
  /** A third process's look at the same database: this one's. */
  readonly beside: Installation;
  readonly give: (serial: string, credential?: Partial<NewCredential>) => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function startTwoServers(directory?: DataDirectory): Promise<TwoServers> {
  const first = directory ?? (await dataDirectory());
  const create = ['admin', 'create', 'root', '--grant', 'control_trust', '--data', first.path];
  const made = command(create, 'a long password');
  if (made.status !== 0) throw new Error(made.err);
  const beside = await openInstallation(first.path);
  const second = temporaryDirectory();
  cpSync(first.path, second.path, { recursive: true });
  const servers = await Promise.all([startServer(first.path), startServer(second.path)]);
  const clients: [Client, Client] = [
    httpsClient(servers[0].url, servers[0].ca),
    httpsClient(servers[1].url, servers[1].ca),
  ];
  return {
    clients,
    beside,
    async give(serial, credential = {}) {
      const seed = sealSeed(beside.keys.storeKey, serial, rfcSeed);
      const row = { ...newCredential, type: 'hotp' as const, serial, begunAt: new Date().toISOString(), seed };
      await beside.store.commits.alone((transaction) => transaction.credentials.add({ ...row, ...credential }));
    },
    async close() {
      for (const client of clients) client.close();
      await Promise.all(servers.map((server) => server.stop()));
      await beside.store.close();
      second.remove();
      first.remove();
    },
  };
}
