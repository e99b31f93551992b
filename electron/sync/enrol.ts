import { X509Certificate } from 'node:crypto';
import { request } from 'node:https';
import { type EnrolmentCode, enrolmentCode, enrolReply } from '../../domain/contract/station.ts';
import { KeydeskError } from '../../domain/failure.ts';
import { areInOrder } from '../../domain/log/receipt-keys.ts';
import { appendAudit } from '../vault/audit-log.ts';
import { commit } from '../vault/database.ts';
import { type Enrolment, readEnrolment, saveEnrolment } from '../vault/station.ts';
import { answerFailure } from './answer-failure.ts';
import { connectionFailure } from './connection-failure.ts';
import { verifiesText } from './own-signature.ts';
import type { SyncParts } from './parts.ts';
import { serverClient } from './server-client.ts';
import { type TimeLimits, timeLimit, usualLimits } from './time-limit.ts';

const longestPemBytes = 64 * 1024;

/** The parts of `keydesk1.…`, or station/enrolment-code. */
function readEnrolmentCode(text: string): EnrolmentCode {
  const encoded = /^keydesk1\.([\w-]+)$/.exec(text.replace(/\s+/g, ''))?.[1];
  try {
    return enrolmentCode.parse(JSON.parse(Buffer.from(encoded ?? '', 'base64url').toString('utf8')));
  } catch (error) {
    throw new KeydeskError('station/enrolment-code', { reason: 'form' }, { cause: error });
  }
}

/**
 * Enrols this station with the server that the one-time code names, trusting nothing but the fingerprint in it.
 * `again`: a station that its server no longer knows or accepts may come back to that server, and to no other, because
 * what waits here is meant for that one.
 */
export async function enrol(parts: SyncParts, text: string, name: string, again = false): Promise<Enrolment> {
  const before = readEnrolment(parts.vault);
  if (before !== undefined && !again) throw new KeydeskError('station/already-enrolled', {});
  const code = readEnrolmentCode(text);
  if (before !== undefined && (before.kind !== 'keydesk' || code.caFingerprint !== fingerprintOf(before.ca))) {
    throw new KeydeskError('station/enrolment-code', { reason: 'another server' });
  }
  const ca = await fetchAuthority(code, parts.limits ?? usualLimits);
  const client = serverClient(code.url, ca, undefined, parts.limits);
  try {
    const answer = await client.ask({
      method: 'POST',
      path: '/stations/enrol',
      body: {
        secret: code.secret,
        name,
        publicKey: parts.station.publicKey,
        ...(before === undefined ? {} : { station: before.id }),
      },
    });
    parts.crashPoint('after the server enrolled, before it is kept');
    if (answer.status === 404) throw new KeydeskError('sync/not-keydesk', { status: 404 });
    if (answer.status === 403) throw new KeydeskError('station/enrolment-code', { reason: 'used or expired' });
    const failure = answerFailure(answer);
    if (failure !== undefined) throw failure;
    const reply = enrolReply.safeParse(answer.body);
    if (!reply.success) throw new KeydeskError('sync/not-keydesk', { reason: 'enrolment' }, { cause: reply.error });
    const { station, ...keys } = reply.data;
    if (!areInOrder(verifiesText, { key: keys.receiptKey, changes: keys.keyChanges })) {
      throw new KeydeskError('sync/not-keydesk', { reason: 'receipt keys' });
    }
    // Another station has this one's name: what waits here would be refused as somebody else's.
    if (before !== undefined && station !== before.id) throw new KeydeskError('sync/conflict', { reason: 'station' });
    return keep(parts, { kind: 'keydesk', id: station, name, url: code.url, ca, ...keys }, again);
  } finally {
    client.close();
  }
}

function keep(parts: SyncParts, made: Enrolment, again: boolean): Enrolment {
  const at = parts.now().toISOString();
  commit(parts.vault, () => {
    const before = readEnrolment(parts.vault);
    if (before !== undefined && !again) throw new KeydeskError('station/already-enrolled', {});
    saveEnrolment(parts.vault, made);
    appendAudit(parts.vault, {
      at,
      actor: made.name,
      action: before === undefined ? 'station/enrolled' : 'station/enrolled-again',
      subject: made.id,
      detail: { server: made.url, ...keyDetail(before, made) },
    });
  });
  return made;
}

/** Coming back takes the server's key for granted, whether the one before vouches for it or not: that is written down. */
function keyDetail(before: Enrolment | undefined, made: Enrolment): Record<string, string> {
  if (before?.kind !== 'keydesk' || made.kind !== 'keydesk' || before.receiptKey === made.receiptKey) return {};
  return { former: before.receiptKey, key: made.receiptKey };
}

/** The authority's certificate, fetched from anybody and believed only for its fingerprint. */
async function fetchAuthority(code: EnrolmentCode, limits: TimeLimits): Promise<string> {
  const pem = await fetchText(new URL('/ca.pem', code.url), limits);
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  const [only] = blocks;
  if (only === undefined || blocks.length !== 1) throw new KeydeskError('sync/not-keydesk', { reason: 'ca.pem' });
  let fingerprint: string;
  try {
    fingerprint = fingerprintOf(only);
  } catch (error) {
    throw new KeydeskError('sync/not-keydesk', { reason: 'ca.pem' }, { cause: error });
  }
  if (fingerprint !== code.caFingerprint) throw new KeydeskError('sync/certificate', { reason: 'fingerprint' });
  return only;
}

function fingerprintOf(pem: string): string {
  return new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase();
}

/** The one request made before there is anything to trust: it sends nothing and believes nothing. */
function fetchText(url: URL, limits: TimeLimits): Promise<string> {
  return new Promise((resolve, reject) => {
    const limit = timeLimit(limits, 0, () => sent.destroy(new KeydeskError('sync/unreachable', { reason: 'slow' })));
    const fail = (error: unknown) => {
      limit.end();
      reject(connectionFailure(error));
    };
    const sent = request(url, { rejectUnauthorized: false, agent: false }, (response) => {
      const parts: Buffer[] = [];
      let size = 0;
      limit.moved(0);
      response.on('data', (part: Buffer) => {
        size += part.length;
        limit.moved(part.length);
        if (size > longestPemBytes) sent.destroy(new KeydeskError('sync/not-keydesk', { reason: 'ca.pem' }));
        parts.push(part);
      });
      response.on('error', fail);
      response.on('aborted', () => fail(new KeydeskError('sync/unreachable', { reason: 'cut off' })));
      response.on('end', () => {
        limit.end();
        resolve(Buffer.concat(parts).toString('utf8'));
      });
    });
    sent.on('error', fail);
    sent.end();
  });
}
