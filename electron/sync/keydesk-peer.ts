import { KeydeskError } from '../../domain/failure.ts';
import type { KeydeskEnrolment } from '../vault/station.ts';
import { deliverWaiting } from './deliver.ts';
import type { SyncParts } from './parts.ts';
import type { Peer } from './peer.ts';
import { pull } from './pull.ts';
import { serverClient } from './server-client.ts';
import { watchLog } from './watch-log.ts';

/** Our own server as sync works with it. */
export function keydeskPeer(parts: SyncParts, enrolment: KeydeskEnrolment): Peer {
  const signer = { station: enrolment.id, sign: parts.station.sign };
  const client = serverClient(enrolment.url, enrolment.ca, signer, parts.limits);
  return {
    async deliver(options) {
      try {
        await deliverWaiting(parts, client, enrolment, options);
      } catch (error) {
        // A receipt of another key: whether the log is another one too is found before anything else is asked.
        if (error instanceof KeydeskError && error.code === 'sync/receipt') await watchLog(parts, client, enrolment);
        throw error;
      }
    },
    async pull() {
      const news = await pull(parts, client);
      return (await watchLog(parts, client, enrolment)) || news;
    },
    close: () => client.close(),
    pause: 1,
  };
}
