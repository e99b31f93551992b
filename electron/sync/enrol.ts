import { X509Certificate } from 'node:crypto';
import { request } from 'node:https';
import { type EnrolmentCode, enrolmentCode, enrolReply } from '../../domain/contract/station.ts';
import { KeydeskError } from '../../domain/failure.ts';
import { appendAudit } from '../vault/audit-log.ts';
import { commit } from '../vault/database.ts';
import { type Enrolment, readEnrolment, saveEnrolment } from '../vault/station.ts';
import { answerFailure } from './answer-failure.ts';
import { connectionFailure } from './connection-failure.ts';
import type { SyncParts } from './parts.ts';
import { serverClient } from './server-client.ts';

const longestPemBytes = 64 * 1024;
const timeoutMs = 15_000;

/** The parts of `keydesk1.…`, or station/enrolment-code. */
function readEnrolmentCode(text: string): EnrolmentCode {
  const encoded = /^keydesk1\.([\w-]+)$/.exec(text.replace(/\s+/g, ''))?.[1];
  try {
    return enrolmentCode.parse(JSON.parse(Buffer.from(encoded ?? '', 'base64url').toString('utf8')));
  } catch (error) {
    throw new KeydeskError('station/enrolment-code', { reason: 'form' }, { cause: error });
  }
}

/** Enrols this station with the server that the one-time code names, trusting nothing but the fingerprint in it. */
export async function enrol(parts: SyncParts, text: string, name: string): Promise<Enrolment> {
  if (readEnrolment(parts.vault) !== undefined) throw new KeydeskError('station/already-enrolled', {});
  const code = readEnrolmentCode(text);
  const ca = await fetchAuthority(code);
  const client = serverClient(code.url, ca, undefined);
  try {
    const answer = await client.ask({
      method: 'POST',
      path: '/stations/enrol',
      body: { secret: code.secret, name, publicKey: parts.station.publicKey },
    });
    if (answer.status === 403) throw new KeydeskError('station/enrolment-code', { reason: 'used or expired' });
    const failure = answerFailure(answer);
    if (failure !== undefined) throw failure;
    const reply = enrolReply.safeParse(answer.body);
    if (!reply.success) throw new KeydeskError('sync/not-keydesk', { reason: 'enrolment' }, { cause: reply.error });
    const { station, ...keys } = reply.data;
    return keep(parts, { id: station, name, url: code.url, ca, ...keys });
  } finally {
    client.close();
  }
}

function keep(parts: SyncParts, made: Enrolment): Enrolment {
  const at = parts.now().toISOString();
  commit(parts.vault, () => {
    if (readEnrolment(parts.vault) !== undefined) throw new KeydeskError('station/already-enrolled', {});
    saveEnrolment(parts.vault, made);
    appendAudit(parts.vault, {
      at,
      actor: made.name,
      action: 'station/enrolled',
      subject: made.id,
      detail: { server: made.url },
    });
  });
  return made;
}

/** The authority's certificate, fetched from anybody and believed only for its fingerprint. */
async function fetchAuthority(code: EnrolmentCode): Promise<string> {
  const pem = await fetchText(new URL('/ca.pem', code.url));
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  const [only] = blocks;
  if (only === undefined || blocks.length !== 1) throw new KeydeskError('sync/not-keydesk', { reason: 'ca.pem' });
  let fingerprint: string;
  try {
    fingerprint = new X509Certificate(only).fingerprint256.replaceAll(':', '').toLowerCase();
  } catch (error) {
    throw new KeydeskError('sync/not-keydesk', { reason: 'ca.pem' }, { cause: error });
  }
  if (fingerprint !== code.caFingerprint) throw new KeydeskError('sync/certificate', { reason: 'fingerprint' });
  return only;
}

/** The one request made before there is anything to trust: it sends nothing and believes nothing. */
function fetchText(url: URL): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { rejectUnauthorized: false, agent: false, timeout: timeoutMs }, (response) => {
      const parts: Buffer[] = [];
      let size = 0;
      response.on('data', (part: Buffer) => {
        size += part.length;
        if (size > longestPemBytes) sent.destroy(new KeydeskError('sync/not-keydesk', { reason: 'ca.pem' }));
        parts.push(part);
      });
      response.on('error', (error) => reject(connectionFailure(error)));
      response.on('end', () => resolve(Buffer.concat(parts).toString('utf8')));
    });
    sent.on('timeout', () => sent.destroy(new KeydeskError('sync/unreachable', { reason: 'slow' })));
    sent.on('error', (error) => reject(connectionFailure(error)));
    sent.end();
  });
}
