import { createHash, randomBytes } from 'node:crypto';
import type { EnrolmentCode, EnrolReply, EnrolRequest } from '../../domain/contract/station.ts';
import { firstPrevious } from '../../domain/record.ts';
import type { Installation } from '../installation.ts';
import type { Store } from '../store/store.ts';
import { ed25519Key } from './ed25519.ts';
import { StationError } from './station-error.ts';

/** How long an enrolment code may wait to be used. */
const enrolmentCodeMinutes = 60;

/** Makes a one-time enrolment code; only the hash of its secret is kept. */
export async function makeEnrolmentCode(
  installation: Installation,
  url: string,
  minutes = enrolmentCodeMinutes,
  office: string | null = null,
): Promise<string> {
  const { store, authority, now } = installation;
  const secret = randomBytes(16).toString('base64url');
  const at = now();
  const expiresAt = new Date(at.getTime() + minutes * 60_000).toISOString();
  await store.commits.alone(async ({ stations, audit }) => {
    await stations.addSecret(secretHash(secret), at.toISOString(), expiresAt, office);
    audit.append({
      at: at.toISOString(),
      actor: 'command line',
      action: 'station/code-made',
      subject: secretHash(secret).slice(0, 16),
      detail: { expiresAt, ...(office === null ? {} : { office }) },
    });
  });
  const code: EnrolmentCode = { url, caFingerprint: authority.fingerprint, secret };
  return `keydesk1.${Buffer.from(JSON.stringify(code)).toString('base64url')}`;
}

/**
 * Enrols a station: the secret is used up and the station added in one transaction. A key that is known already is the
 * same station come back, after a lost reply or a revocation: it keeps its name in the chain, so that what it still has
 * to deliver follows on.
 */
export async function enrolStation(installation: Installation, request: EnrolRequest): Promise<EnrolReply> {
  const { store, keys } = installation;
  if (ed25519Key(request.publicKey) === undefined) {
    throw new StationError('refused', 'the public key is no Ed25519 key');
  }
  const station = await store.commits.alone((inside) => enrolled(inside, installation.now(), request));
  const { key, changes } = await store.receiptKeys.all();
  return {
    station,
    sealingKey: { keyId: keys.sealing.keyId, publicKey: keys.sealing.publicKey },
    receiptKey: key,
    keyChanges: [...changes],
  };
}

/** Inside the transaction: the id of the station that has this key from now on. */
async function enrolled(store: Store, now: Date, { name, publicKey, secret, station }: EnrolRequest): Promise<string> {
  const at = now.toISOString();
  const known = await store.stations.byKey(publicKey);
  const isHere = known !== undefined && known.revokedAt === null;
  if (isHere && (await store.stations.tookSecret(secretHash(secret), known.id))) return known.id;
  const isFree = station !== undefined && (await store.stations.find(station)) === undefined;
  const id = known?.id ?? (isFree ? station : newId());
  if (known === undefined) {
    await store.stations.add({ id, name, publicKey, lastSequence: 0, lastHash: firstPrevious, office: null }, at);
  }
  const taken = await store.stations.takeSecret(secretHash(secret), at, id);
  if (taken === undefined) {
    throw new StationError('enrolment-code', 'the enrolment code is unknown, used or expired');
  }
  if (taken.office !== null) await store.stations.setOffice(id, taken.office);
  if (known !== undefined) await store.stations.reinstate(id, name);
  const action = known === undefined ? 'station/enrolled' : 'station/enrolled-again';
  store.audit.append({ at, actor: id, action, subject: id, detail: { name } });
  return id;
}

function newId(): string {
  return `st${randomBytes(8).toString('hex')}`;
}

function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
