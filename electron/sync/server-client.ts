import { createHash, randomBytes } from 'node:crypto';
import { Agent, type RequestOptions, request } from 'node:https';
import { signatureBase, signatureParameters } from '../../domain/contract/message-signature.ts';
import { KeydeskError } from '../../domain/failure.ts';
import { connectionFailure } from './connection-failure.ts';

/** Who signs a request: absent only for enrolment, where the server does not know the station yet. */
export interface Signer {
  readonly station: string;
  readonly sign: (text: string) => string;
}

export interface Answer {
  readonly status: number;
  readonly etag: string;
  /** Parsed JSON; `undefined` without a body. */
  readonly body: unknown;
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

const timeoutMs = 15_000;
const idleMs = 10_000;

export function serverClient(url: string, ca: string, signer: Signer | undefined): ServerClient {
  const base = new URL(url);
  const agent = new Agent({ ca, keepAlive: true, maxSockets: 2, minVersion: 'TLSv1.2', timeout: idleMs });
  return {
    ask: (ask) => {
      const body = ask.body === undefined ? undefined : Buffer.from(JSON.stringify(ask.body), 'utf8');
      return send(
        {
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
      );
    },
    close: () => agent.destroy(),
  };
}

function headersOf(ask: Ask, body: Buffer | undefined, signer: Signer | undefined): Record<string, string> {
  const digest = `sha-256=:${createHash('sha256')
    .update(body ?? '')
    .digest('base64')}:`;
  const headers: Record<string, string> = { accept: 'application/json', 'content-digest': digest };
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

function send(options: RequestOptions, body: Buffer | undefined, maxBytes: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // The whole exchange, however slowly it trickles.
    const timer = setTimeout(() => sent.destroy(new KeydeskError('sync/unreachable', { reason: 'slow' })), timeoutMs);
    const fail = (error: unknown) => {
      clearTimeout(timer);
      reject(connectionFailure(error));
    };
    const sent = request(options, (response) => {
      const parts: Buffer[] = [];
      let size = 0;
      response.on('data', (part: Buffer) => {
        size += part.length;
        if (size > maxBytes) sent.destroy(new KeydeskError('sync/not-keydesk', { reason: 'too long' }));
        else parts.push(part);
      });
      response.on('error', fail);
      response.on('aborted', () => fail(new KeydeskError('sync/unreachable', { reason: 'cut off' })));
      response.on('end', () => {
        clearTimeout(timer);
        try {
          resolve({
            status: response.statusCode ?? 0,
            etag: String(response.headers.etag ?? ''),
            body: parse(response.statusCode ?? 0, response.headers['content-type'], Buffer.concat(parts)),
          });
        } catch (error) {
          reject(error);
        }
      });
    });
    sent.on('error', fail);
    sent.end(body);
  });
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
