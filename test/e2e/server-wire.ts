import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { administratorSession } from '../../electron/administration/session.ts';
import type { Wire } from '../../electron/administration/wire-client.ts';
import type { House } from './launch.ts';

/** The house's first administrator, who may do everything but control trust others’ way. */
export const administrator = { name: 'anna', password: 'anna has a long password' } as const;

/** The server's wire beside the app: to set the stage, and to see what the screens really did. */
export async function serverWire(house: House): Promise<Wire & { readonly close: () => void }> {
  const ca = readFileSync(join(house.server.data, 'ca.pem'), 'utf8');
  const session = administratorSession({
    server: () => ({ url: house.server.url, ca }),
    now: () => new Date(),
    changed: () => {},
  });
  await session.signIn(administrator.name, Buffer.from(administrator.password));
  return { ...session.wire(), close: () => session.end('signed out') };
}
