/**
 * One request on the server's privacyIDEA wire, in the name of whoever is signed in. To add a noun to the screens:
 * 1. domain/contract/administration/NOUN.ts: its channels as `nounChannels`, spread into domain/contract/ipc.ts;
 * 2. electron/administration/NOUN.ts: one function a request, `(wire: Wire, ...) => Promise<...>`; ask by
 *    `wire.ask({ method, path, parameters })`, and read `value` by a zod schema with `readValue`: what a real
 *    privacyIDEA says may differ;
 * 3. electron/ipc/NOUN.ts: `nounHandlers(desk)` calls them with `desk.administration.wire()`, which throws
 *    administration/signed-out; spread it in electron/desk.ts;
 * 4. renderer: the screen inside `<Administered>`, asked with `useAdministrative` (renderer/administration/).
 */
import { Agent, type RequestOptions, request } from 'node:https';
import type { z } from 'zod';
import { KeydeskError } from '../../domain/failure.ts';
import { connectionFailure } from '../sync/connection-failure.ts';
import { type TimeLimits, timeLimit, usualLimits } from '../sync/time-limit.ts';
import { formBody } from './form-body.ts';
import { type Envelope, envelope, wireFailure } from './wire-failure.ts';

export interface WireRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Without parameters; each part that somebody typed through `encodeURIComponent`. */
  readonly path: string;
  /** In the address of a GET or DELETE, else in a form. What is undefined is left out. */
  readonly parameters?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** Passwords, PINs and codes: always in the body, and wiped there when it is sent. The caller wipes these. */
  readonly secrets?: Readonly<Record<string, Uint8Array>>;
  /** A JSON body instead of a form, for what has lists and objects; never with a secret. */
  readonly json?: unknown;
  /** A file, for the imports: the whole body. */
  readonly file?: { readonly bytes: Uint8Array; readonly type: string };
  readonly signal?: AbortSignal | undefined;
  readonly maxBytes?: number;
}

/** What a screen's noun asks with. */
export interface Wire {
  /** Answers what the envelope holds, or throws what the server's error stands for. */
  ask(wanted: WireRequest): Promise<WireReply>;
  /** For what is no envelope: an exported file, a CSV. */
  download(wanted: WireRequest): Promise<Uint8Array>;
}

interface WireReply {
  readonly value: unknown;
  readonly detail: unknown;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly bytes: Buffer;
  readonly retryAfterSeconds: number | undefined;
}

/** The connection below a session: HTTPS to one server, under one pinned authority, bounded in size and time. */
export interface WireClient {
  send(wanted: WireRequest, token: string | undefined): Promise<{ readonly answer: Answer; readonly said: Envelope }>;
  download(wanted: WireRequest, token: string): Promise<Uint8Array>;
  close(): void;
}

const usualMaxBytes = 16_000_000;

export function wireClient(url: string, ca: string, limits: TimeLimits = usualLimits): WireClient {
  const base = new URL(url);
  // Said here because NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment would otherwise switch the pinning off.
  // What is pinned may be the server's own certificate, or one in the middle of its chain.
  const trust = { ca, rejectUnauthorized: true, allowPartialTrustChain: true, minVersion: 'TLSv1.2' } as const;
  const agent = new Agent({ ...trust, keepAlive: true, maxSockets: 4 });
  const ending = new AbortController();

  async function exchange(wanted: WireRequest, token: string | undefined): Promise<Answer> {
    const inAddress = wanted.method === 'GET' || wanted.method === 'DELETE' || wanted.json !== undefined || wanted.file;
    const query = inAddress ? new URLSearchParams(texts(wanted.parameters)).toString() : '';
    const body = bodyOf(wanted);
    try {
      return await exchanged(
        {
          ...trust,
          agent,
          protocol: base.protocol,
          hostname: base.hostname.replace(/^\[|\]$/g, ''),
          port: base.port === '' ? 443 : Number(base.port),
          method: wanted.method,
          path: `${base.pathname.replace(/\/$/, '')}${wanted.path}${query === '' ? '' : `?${query}`}`,
          headers: {
            accept: 'application/json',
            ...(token === undefined ? {} : { 'pi-authorization': token }),
            ...(body === undefined ? {} : { 'content-type': body.type, 'content-length': String(body.bytes.length) }),
          },
        },
        body?.bytes,
        wanted.maxBytes ?? usualMaxBytes,
        limits,
        [ending.signal, ...(wanted.signal === undefined ? [] : [wanted.signal])],
      );
    } finally {
      if (wanted.secrets !== undefined) body?.bytes.fill(0);
    }
  }

  return {
    send: async (wanted, token) => {
      const answer = await exchange(wanted, token);
      return { answer, said: readEnvelope(answer) };
    },
    download: async (wanted, token) => {
      const answer = await exchange(wanted, token);
      if (answer.status >= 200 && answer.status < 300) return answer.bytes;
      throw wireFailure(answer, readEnvelope(answer));
    },
    close: () => {
      ending.abort();
      agent.destroy();
    },
  };
}

/** The value of a reply as the noun knows it; another form is a server that speaks something else. */
export function readValue<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  throw new KeydeskError('administration/not-understood', {}, { cause: read.error });
}

function texts(parameters: WireRequest['parameters'] = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
}

function bodyOf(wanted: WireRequest): { readonly bytes: Buffer; readonly type: string } | undefined {
  if (wanted.file !== undefined) return { bytes: Buffer.from(wanted.file.bytes), type: wanted.file.type };
  if (wanted.json !== undefined) return { bytes: Buffer.from(JSON.stringify(wanted.json)), type: 'application/json' };
  if (wanted.method === 'GET' || wanted.method === 'DELETE') return undefined;
  return {
    bytes: formBody(texts(wanted.parameters), wanted.secrets ?? {}),
    type: 'application/x-www-form-urlencoded',
  };
}

function exchanged(
  options: RequestOptions,
  body: Buffer | undefined,
  maxBytes: number,
  limits: TimeLimits,
  signals: readonly AbortSignal[],
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const stop = () => sent.destroy(new KeydeskError('administration/cancelled'));
    const limit = timeLimit(limits, body?.length ?? 0, () =>
      sent.destroy(new KeydeskError('administration/unreachable', { reason: 'slow' })),
    );
    const end = () => {
      limit.end();
      for (const signal of signals) signal.removeEventListener('abort', stop);
    };
    const fail = (error: unknown) => {
      end();
      reject(asUnreachable(connectionFailure(error)));
    };
    const sent = request(options, (response) => {
      const parts: Buffer[] = [];
      let size = 0;
      limit.moved(0);
      response.on('data', (part: Buffer) => {
        size += part.length;
        limit.moved(part.length);
        if (size > maxBytes) sent.destroy(new KeydeskError('administration/not-understood', { reason: 'too long' }));
        else parts.push(part);
      });
      response.on('error', fail);
      response.on('aborted', () => fail(new KeydeskError('administration/unreachable', { reason: 'cut off' })));
      response.on('end', () => {
        end();
        const { statusCode: status = 0, headers } = response;
        const retryAfter = Number(headers['retry-after']);
        resolve({
          status,
          type: headers['content-type'] ?? '',
          bytes: Buffer.concat(parts),
          retryAfterSeconds: Number.isFinite(retryAfter) ? Math.min(retryAfter, 3600) : undefined,
        });
      });
    });
    sent.on('error', fail);
    for (const signal of signals) {
      signal.addEventListener('abort', stop);
      if (signal.aborted) stop();
    }
    sent.end(body);
  });
}

/** Here nothing waits to be sent, so the sentences of sync would be wrong. */
function asUnreachable(failure: KeydeskError): KeydeskError {
  if (failure.code !== 'sync/unreachable') return failure;
  return new KeydeskError('administration/unreachable', failure.context, { cause: failure });
}

/** A page of HTML or a cut-off answer is not the wire talking. */
function readEnvelope(answer: Answer): Envelope {
  try {
    return envelope.parse(JSON.parse(answer.bytes.toString('utf8')));
  } catch (error) {
    const code = answer.status >= 500 ? 'administration/server-error' : 'administration/not-understood';
    throw new KeydeskError(code, { status: answer.status }, { cause: error });
  }
}
