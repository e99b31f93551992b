import { createHash, randomBytes } from 'node:crypto';
import { Agent, type RequestOptions, request } from 'node:https';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { signatureBase, signatureParameters } from '../../domain/contract/message-signature.ts';
import { KeydeskError } from '../../domain/failure.ts';
import { connectionFailure } from './connection-failure.ts';
import { type TimeLimits, timeLimit, usualLimits } from './time-limit.ts';

/** Who signs a request: absent only for enrolment, where the server does not know the station yet. */
export interface Signer {
  readonly station: string;
  readonly sign: (text: string) => string;
}

export interface Answer {
  readonly status: number;
  readonly etag: string;
  /** When the server answered, by its clock; empty where it does not say. */
  readonly date: string;
  /** Parsed JSON; `undefined` without a body. */
  readonly body: unknown;
  /** How long the server asks to be left alone. */
  readonly retryAfterSeconds?: number | undefined;
}

interface Ask {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly body?: unknown;
  readonly etag?: string | undefined;
  readonly maxBytes?: number;
}

/** The one way out of the desk: HTTPS to one server, under one pinned authority, no redirects, bounded in size and time. */
export interface ServerClient {
  ask(ask: Ask): Promise<Answer>;
  close(): void;
}

/** The longest that a server's wish to be left alone is heard. */
const longestRetryAfterSeconds = 600;
const unpack = promisify(gunzip);

export function serverClient(
  url: string,
  ca: string,
  signer: Signer | undefined,
  limits: TimeLimits = usualLimits,
): ServerClient {
  const base = new URL(url);
  // Said here because NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment would otherwise switch the pinning off.
  const trust = { ca, rejectUnauthorized: true, minVersion: 'TLSv1.2' } as const;
  const agent = new Agent({ ...trust, keepAlive: true, maxSockets: 2 });
  return {
    ask: (ask) => {
      const body = ask.body === undefined ? undefined : Buffer.from(JSON.stringify(ask.body), 'utf8');
      return send(
        {
          ...trust,
          agent,
          protocol: base.protocol,
          hostname: base.hostname.replace(/^\[|\]$/g, ''),
          port: base.port === '' ? 443 : Number(base.port),
          method: ask.method,
          path: ask.path,
          headers: headersOf(ask, body, signer),
        },
        body,
        ask.maxBytes ?? 1_000_000,
        limits,
      );
    },
    close: () => agent.destroy(),
  };
}

function headersOf(ask: Ask, body: Buffer | undefined, signer: Signer | undefined): Record<string, string> {
  const digest = `sha-256=:${createHash('sha256')
    .update(body ?? '')
    .digest('base64')}:`;
  const headers: Record<string, string> = {
    accept: 'application/json',
    'accept-encoding': 'gzip',
    'content-digest': digest,
  };
  if (body !== undefined) {
    headers['content-type'] = 'application/json';
    headers['content-length'] = String(body.length);
  }
  if (ask.etag !== undefined) headers['if-none-match'] = ask.etag;
  if (signer !== undefined) {
    const parameters = signatureParameters(signer.station, randomBytes(16).toString('base64url'));
    const base = signatureBase(ask.method, ask.path.replace(/\?.*$/, ''), digest, parameters);
    headers['signature-input'] = `keydesk=${parameters}`;
    headers.signature = `keydesk=:${Buffer.from(signer.sign(base), 'base64url').toString('base64')}:`;
  }
  return headers;
}

function send(
  options: RequestOptions,
  body: Buffer | undefined,
  maxBytes: number,
  limits: TimeLimits,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const limit = timeLimit(limits, body?.length ?? 0, () =>
      sent.destroy(new KeydeskError('sync/unreachable', { reason: 'slow' })),
    );
    const fail = (error: unknown) => {
      limit.end();
      reject(connectionFailure(error));
    };
    const sent = request(options, (response) => {
      const parts: Buffer[] = [];
      let size = 0;
      limit.moved(0);
      response.on('data', (part: Buffer) => {
        size += part.length;
        limit.moved(part.length);
        if (size > maxBytes) sent.destroy(new KeydeskError('sync/not-keydesk', { reason: 'too long' }));
        else parts.push(part);
      });
      response.on('error', fail);
      response.on('aborted', () => fail(new KeydeskError('sync/unreachable', { reason: 'cut off' })));
      response.on('end', () => {
        limit.end();
        const { statusCode: status = 0, headers } = response;
        unpacked(Buffer.concat(parts), headers['content-encoding'], maxBytes)
          .then((bytes) => ({
            status,
            etag: String(headers.etag ?? ''),
            date: String(headers.date ?? ''),
            body: parse(status, headers['content-type'], bytes),
            retryAfterSeconds: seconds(headers['retry-after']),
          }))
          .then(resolve, reject);
      });
    });
    sent.on('error', fail);
    sent.end(body);
  });
}

/** The bytes of an answer; however small it came, not more of them than may be. */
async function unpacked(bytes: Buffer, encoding: string | undefined, maxBytes: number): Promise<Buffer> {
  if (encoding === undefined || bytes.length === 0) return bytes;
  try {
    if (encoding === 'gzip') return await unpack(bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    throw new KeydeskError('sync/not-keydesk', { reason: 'encoding' }, { cause: error });
  }
  throw new KeydeskError('sync/not-keydesk', { reason: 'encoding' });
}

/** `Retry-After` as a number of seconds (RFC 9110, 10.2.3); its form with a date would need two clocks that agree. */
function seconds(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,9}$/.test(header)
    ? Math.min(Number(header), longestRetryAfterSeconds)
    : undefined;
}

/** A page of HTML, a redirect to a sign-in page or a cut-off answer is not our server talking. */
function parse(status: number, type: string | undefined, bytes: Buffer): unknown {
  if (status >= 300 && status < 400 && status !== 304) throw new KeydeskError('sync/not-keydesk', { status });
  if (bytes.length === 0) return undefined;
  if (type === undefined || !/^application\/(problem\+)?json\b/.test(type)) {
    throw new KeydeskError(status >= 500 ? 'sync/server-error' : 'sync/not-keydesk', { status });
  }
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new KeydeskError(status >= 500 ? 'sync/server-error' : 'sync/not-keydesk', { status }, { cause: error });
  }
}
