import type { KeydeskEnrolment } from '../vault/station.ts';
import { deliverWaiting } from './deliver.ts';
import type { SyncParts } from './parts.ts';
import type { Peer } from './peer.ts';
import { pull } from './pull.ts';
import { serverClient } from './server-client.ts';

/** Our own server as sync works with it. */
export function keydeskPeer(parts: SyncParts, enrolment: KeydeskEnrolment): Peer {
  const signer = { station: enrolment.id, sign: parts.station.sign };
  const client = serverClient(enrolment.url, enrolment.ca, signer, parts.limits);
  return {
    deliver: (options) => deliverWaiting(parts, client, enrolment, options),
    pull: () => pull(parts, client),
    close: () => client.close(),
    pause: 1,
  };
}
