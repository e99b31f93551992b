import { createHash } from 'node:crypto';
import { KeydeskError } from '../../../domain/failure.ts';
import { wireClient } from '../../administration/wire-client.ts';
import { appendAudit } from '../../vault/audit-log.ts';
import { commit } from '../../vault/database.ts';
import { seal } from '../../vault/sealing.ts';
import { type PrivacyideaEnrolment, readEnrolment, saveEnrolment } from '../../vault/station.ts';
import type { SyncParts } from '../parts.ts';
import { accountContext, logIn, send } from './account.ts';
import { lookAtCertificate } from './certificate.ts';

/** What a person gives to pair this station with a privacyIDEA server. */
export interface Pairing {
  readonly address: string;
  /** The fingerprint that was shown and agreed to. */
  readonly fingerprint: string;
  /** PEM of the authority's certificate, where a person was given it. */
  readonly authority?: string | undefined;
  /** Name of this station. */
  readonly name: string;
  /** The administrator's name; the one an API token was made for. */
  readonly account: string;
  readonly by: 'password' | 'token';
  /** The caller wipes it. */
  readonly secret: Uint8Array;
}

/**
 * Pairs this station with a privacyIDEA server: trusts the certificate that a person agreed to and no other, logs in once
 * to see that the account is good, and keeps the account sealed. `again`: with the same server, another account.
 */
export async function pair(parts: SyncParts, wanted: Pairing, again: boolean): Promise<PrivacyideaEnrolment> {
  const before = readEnrolment(parts.vault);
  if (before !== undefined && !again) throw new KeydeskError('station/already-enrolled', {});
  const { url, ca, fingerprint } = await lookAtCertificate(wanted.address, wanted.authority, parts.limits);
  if (fingerprint !== wanted.fingerprint) throw new KeydeskError('station/pairing', { reason: 'changed' });
  if (before !== undefined && (before.kind !== 'privacyidea' || before.url !== url)) {
    throw new KeydeskError('station/pairing', { reason: 'another server' });
  }
  await tryAccount(parts, url, ca, wanted);
  const id = before?.id ?? `st${createHash('sha256').update(parts.station.publicKey).digest('hex').slice(0, 16)}`;
  const secret = Buffer.from(seal(parts.vaultKey, wanted.secret, accountContext(id))).toString('base64url');
  const made: PrivacyideaEnrolment = {
    kind: 'privacyidea',
    id,
    name: wanted.name,
    url,
    ca,
    account: { name: wanted.account, by: wanted.by, secret },
  };
  const at = parts.now().toISOString();
  commit(parts.vault, () => {
    saveEnrolment(parts.vault, made);
    const detail = { server: url, account: wanted.account, fingerprint };
    const action = before === undefined ? 'station/paired' : 'station/paired-again';
    appendAudit(parts.vault, { at, actor: wanted.name, action, subject: id, detail });
  });
  return made;
}

/** The account may list tokens: without that nothing could be delivered. */
async function tryAccount(parts: SyncParts, url: string, ca: string, { by, account, secret }: Pairing): Promise<void> {
  const client = wireClient(url, ca, parts.limits);
  try {
    const token = by === 'token' ? Buffer.from(secret).toString('utf8') : await logIn(client, account, secret);
    const said = await send(client, { method: 'GET', path: '/token/', parameters: { pagesize: 1 } }, token);
    if (said.error !== undefined) {
      throw new KeydeskError('sync/account', {
        said: said.error.said,
        ...(said.status === 401 ? {} : { reason: 'right' }),
      });
    }
  } finally {
    client.close();
  }
}
