import { serve } from '../../server/commands/serve.ts';
import { isOnPostgres } from './data-directory.ts';
import type { House } from './house.ts';
import { type Client, httpsClient } from './https-client.ts';

/**
 * Another server on the database of a house, with its keys. On SQLite, where a database has one server, it is the same
 * one by another connection.
 */
export async function secondServer(
  house: House,
): Promise<{ readonly client: Client; readonly close: () => Promise<void> }> {
  const server = isOnPostgres() ? await serve(house.directory, { host: '127.0.0.1', port: 0 }) : undefined;
  const client = httpsClient(server?.url ?? house.server.url, house.server.installation.authority.ca);
  return {
    client,
    async close() {
      client.close();
      await server?.close();
    },
  };
}
