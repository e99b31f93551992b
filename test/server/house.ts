import { createAdmin } from '../../server/commands/admin.ts';
import { addExamplePeople } from '../../server/commands/people.ts';
import { type RunningServer, serve } from '../../server/commands/serve.ts';
import { sealSeed } from '../../server/keys/seed-at-rest.ts';
import { makeEnrolmentCode } from '../../server/station/enrol.ts';
import { type NewCredential, newCredential } from '../../server/store/credentials.ts';
import { dataDirectory } from './data-directory.ts';
import { type Client, httpsClient } from './https-client.ts';
import { enrol, rfcSeed, type TestStation } from './test-station.ts';

export const password = 'a long password';

/** A server with a real listener and a real database file, an administrator `root` and the example people. */
export interface House {
  readonly directory: string;
  readonly server: RunningServer;
  readonly client: Client;
  readonly enrol: (name?: string) => Promise<TestStation>;
  readonly code: () => Promise<string>;
  /** Puts a credential there without a ceremony. */
  readonly give: (serial: string, credential?: Partial<NewCredential>, seed?: Uint8Array) => Promise<void>;
  readonly personId: (username: string) => Promise<number>;
  readonly close: () => Promise<void>;
}

export async function openHouse(now: () => Date = () => new Date()): Promise<House> {
  const directory = await dataDirectory();
  const server = await serve(directory.path, { host: '127.0.0.1', port: 0 }, now);
  const { installation } = server;
  await createAdmin(installation, 'root', Buffer.from(password), ['control_trust']);
  await addExamplePeople(installation);
  const client = httpsClient(server.url, installation.authority.ca);
  const code = () => makeEnrolmentCode(installation, server.url);
  return {
    directory: directory.path,
    server,
    client,
    code,
    enrol: async (name) => enrol(client, await code(), name),
    personId: async (username) => (await installation.store.people.find('office', username))?.id ?? -1,
    async give(serial, credential = {}, seed = rfcSeed) {
      await installation.store.credentials.add({
        ...newCredential,
        type: 'hotp',
        serial,
        begunAt: now().toISOString(),
        seed: sealSeed(installation.keys.storeKey, serial, seed),
        ...credential,
      });
    },
    async close() {
      client.close();
      await server.close();
      directory.remove();
    },
  };
}
