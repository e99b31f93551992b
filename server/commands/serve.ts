import { existsSync, mkdirSync } from 'node:fs';
import type { Server as HttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { tidyUpDaily } from '../act/tidy-up.ts';
import { serverApp } from '../app.ts';
import { type Installation, openInstallation } from '../installation.ts';
import { startCourier } from '../messaging/courier.ts';
import { readAhead } from '../routes/token.ts';
import { endSnapshots } from '../station/snapshot.ts';
import { keepLogShort } from '../store/keep-log-short.ts';
import { databaseOf, isPostgresUrl } from '../store/location.ts';
import { holdDirectory } from '../store/lock.ts';
import { readThrough } from '../store/read-through.ts';
import { servedNames, serverUrl } from '../tls/served-names.ts';
import { startCheckpoints } from '../trail/checkpoint.ts';
import type { ListenAddress } from './listen-address.ts';

const dayMs = 86_400_000;
/** How long a request that is under way may hold up the end of the server. */
const patienceMs = 3000;

/** A server that answers; `close` ends what is under way and lets go of the directory. */
export interface RunningServer {
  readonly url: string;
  /** The file that holds the authority's certificate. */
  readonly ca: string;
  readonly installation: Installation;
  /** Shows a fresh certificate from now on when the old one is about to expire; connections stay. */
  readonly renewCertificate: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function serve(
  directory: string,
  address: ListenAddress,
  now: () => Date = () => new Date(),
  database?: string,
): Promise<RunningServer> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const place = databaseOf(directory, database);
  const file = isPostgresUrl(place) ? undefined : place;
  const lock = file === undefined ? undefined : holdDirectory(directory);
  let opened: Installation | undefined;
  try {
    if (file !== undefined && existsSync(file)) await readThrough(file);
    const installation = await openInstallation(directory, now, database);
    opened = installation;
    const names = servedNames(address.host);
    const app = serverApp(installation, await installation.authority.certificate(names, now()));
    const renew = async () => {
      const tls = app.server as unknown as HttpsServer;
      tls.setSecureContext(await installation.authority.certificate(names, now()));
    };
    await readAhead(installation);
    await app.listen({ host: address.host, port: address.port });
    const log = file === undefined ? undefined : keepLogShort(file);
    const courier = startCourier(installation.messaging);
    const checkpoints = startCheckpoints(installation);
    const renewal = setInterval(() => void renew().catch(console.error), dayMs).unref();
    const tidying = tidyUpDaily(installation);
    const url = serverUrl(address.host, (app.server.address() as AddressInfo).port);
    await installation.store.settings.set('url', url);
    return {
      url,
      ca: join(directory, 'ca.pem'),
      installation,
      renewCertificate: renew,
      async close() {
        clearInterval(renewal);
        await tidying.stop();
        const impatience = setTimeout(() => app.server.closeAllConnections(), patienceMs);
        await Promise.all([endSnapshots(installation), app.close(), courier.close(), checkpoints.close()]);
        clearTimeout(impatience);
        await log?.close();
        await installation.store.close();
        lock?.release();
      },
    };
  } catch (error) {
    await opened?.store.close();
    lock?.release();
    throw error;
  }
}
