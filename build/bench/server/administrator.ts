import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { createAdmin } from '../../../server/commands/admin.ts';
import { openInstallation } from '../../../server/installation.ts';

const password = 'the password of the bench';

/** Makes an administrator of a data directory, before its server is started. */
export async function addAdministrator(directory: string): Promise<void> {
  const installation = await openInstallation(directory);
  await createAdmin(installation, 'bench', Buffer.from(password), []);
  await installation.store.close();
}

/** An administrator who is logged in, on one connection that is kept. */
export interface Administrator {
  // biome-ignore lint/suspicious/noExplicitAny: what the server says is looked into by who asked
  readonly get: (path: string) => Promise<any>;
  readonly leave: () => void;
}

export async function logIn(ready: unknown): Promise<Administrator> {
  const { url, ca } = ready as { readonly url: string; readonly ca: string };
  const agent = new Agent({ keepAlive: true, maxSockets: 1, ca: readFileSync(ca) });
  const ask = (path: string, headers: Record<string, string>, body?: string) =>
    // biome-ignore lint/suspicious/noExplicitAny: as above
    new Promise<any>((resolve, reject) => {
      const outgoing = request(
        new URL(path, url),
        { method: body === undefined ? 'GET' : 'POST', agent, headers },
        (reply) => {
          const pieces: Buffer[] = [];
          reply.on('data', (piece: Buffer) => pieces.push(piece));
          reply.on('end', () => {
            const text = Buffer.concat(pieces).toString();
            if (reply.statusCode !== 200) reject(new Error(`${path}: ${reply.statusCode} ${text}`));
            else resolve(JSON.parse(text).result.value);
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  const { token } = await ask('/auth', {}, new URLSearchParams({ username: 'bench', password }).toString());
  return { get: (path) => ask(path, { 'PI-Authorization': token }), leave: () => agent.destroy() };
}
