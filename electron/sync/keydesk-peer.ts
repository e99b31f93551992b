import { KeydeskError } from '../../domain/failure.ts';
import type { KeydeskEnrolment } from '../vault/station.ts';
import { deliverWaiting } from './deliver.ts';
import { followKeys } from './follow-keys.ts';
import type { SyncParts } from './parts.ts';
import type { Peer } from './peer.ts';
import { pull } from './pull.ts';
import { serverClient } from './server-client.ts';
import { tellHead } from './tell-head.ts';
import { watchLog } from './watch-log.ts';

/** Our own server as sync works with it. */
export function keydeskPeer(parts: SyncParts, enrolment: KeydeskEnrolment): Peer {
  const signer = { station: enrolment.id, sign: parts.station.sign };
  const client = serverClient(enrolment.url, enrolment.ca, signer, parts.limits);
  let known = enrolment;
  let isClosed = false;
  let isFirst = true;
  return {
    async deliver(options) {
      try {
        await deliverWaiting(parts, client, known, options);
      } catch (error) {
        if (!(error instanceof KeydeskError) || error.code !== 'sync/receipt') throw error;
        // A receipt of another key: whether the log is another one too is found before anything else is asked.
        const before = known;
        known = await followKeys(parts, client, before);
        if (known !== before) return this.deliver(options);
        await watchLog(parts, client, before);
        throw error;
      }
    },
    async pull() {
      const news = await pull(parts, client, () => isClosed);
      const newsOfLog = await watchLog(parts, client, known);
      await tellHead(parts, client, known, isFirst);
      isFirst = false;
      return newsOfLog || news;
    },
    close: () => {
      isClosed = true;
      client.close();
    },
    pause: 1,
    tellsEffects: true,
  };
}
