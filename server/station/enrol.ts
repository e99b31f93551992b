import { createHash, randomBytes } from 'node:crypto';
import type { EnrolmentCode, EnrolReply, EnrolRequest } from '../../domain/contract/station.ts';
import { firstPrevious } from '../../domain/record.ts';
import type { Installation } from '../installation.ts';
import { ed25519Key } from './ed25519.ts';
import { StationError } from './station-error.ts';

/** How long an enrolment code may wait to be used. */
const enrolmentCodeMinutes = 60;

/** Makes a one-time enrolment code; only the hash of its secret is kept. */
export function makeEnrolmentCode(installation: Installation, url: string, minutes = enrolmentCodeMinutes): string {
  const { store, authority, now } = installation;
  const secret = randomBytes(16).toString('base64url');
  const at = now();
  const expiresAt = new Date(at.getTime() + minutes * 60_000).toISOString();
  store.db
    .transaction(() => {
      store.stations.addSecret(secretHash(secret), at.toISOString(), expiresAt);
      store.audit.append({
        at: at.toISOString(),
        actor: 'command line',
        action: 'station/code-made',
        subject: secretHash(secret).slice(0, 16),
        detail: { expiresAt },
      });
    })
    .immediate();
  const code: EnrolmentCode = { url, caFingerprint: authority.fingerprint, secret };
  return `keydesk1.${Buffer.from(JSON.stringify(code)).toString('base64url')}`;
}

/** Enrols a station: the secret is used up and the station added in one transaction. */
export async function enrolStation(installation: Installation, request: EnrolRequest): Promise<EnrolReply> {
  const { store, keys, now } = installation;
  if (ed25519Key(request.publicKey) === undefined) {
    throw new StationError('refused', 'the public key is no Ed25519 key');
  }
  const id = `st${randomBytes(8).toString('hex')}`;
  const { publicKey } = request;
  await store.commits.run(() => {
    const at = now().toISOString();
    if (!store.stations.useSecret(secretHash(request.secret), at)) {
      throw new StationError('enrolment-code', 'the enrolment code is unknown, used or expired');
    }
    store.stations.add({ id, name: request.name, publicKey, lastSequence: 0, lastHash: firstPrevious }, at);
    store.audit.append({ at, actor: id, action: 'station/enrolled', subject: id, detail: { name: request.name } });
  });
  return {
    station: id,
    sealingKey: { keyId: keys.sealing.keyId, publicKey: keys.sealing.publicKey },
    receiptKey: keys.receipt.publicKey,
  };
}

function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
