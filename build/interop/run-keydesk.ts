import { readFileSync } from 'node:fs';
import { freePort, serverCommand, startServer } from '../server-process.ts';
import { type Compared, processorMs } from './run-privacyidea.ts';

/** Our server in a folder of its own, with an administrator who may do what privacyIDEA's may. */
export async function runKeydesk(folder: string): Promise<Compared> {
  const administrator = { name: 'root', password: 'a long password of the comparison' };
  await serverCommand(folder, ['admin', 'create', administrator.name], administrator.password);
  const { url, ca, child, stop } = await startServer(folder, await freePort());
  return {
    name: 'Keydesk',
    url,
    ca: readFileSync(ca, 'utf8'),
    administrator,
    processorMs: () => processorMs(child),
    stop,
  };
}
