import { readFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:https';
import { createServer as createPlainServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { openInstallation } from '../../server/installation.ts';
import { makeEnrolmentCode } from '../../server/station/enrol.ts';
import { freePort } from '../server/debian-server.ts';
import type { House } from '../server/house.ts';
import { newDirectory } from './desk-at-work.ts';

/** What happens to a request on its way: it passes, or a fault of the kind that networks and servers have. */
export type Fault =
  | 'pass'
  /** The server does what was asked; the answer is lost. */
  | 'lose the reply'
  | 'lose the enrolment'
  | 'error 500'
  | 'page of HTML'
  | 'redirect'
  | 'nothing'
  | 'half an answer'
  | 'forged receipt'
  | 'receipt of another record'
  | 'revoked'
  | 'unknown station'
  | 'wrong signature'
  | 'too large'
  | 'too many'
  | 'busy'
  /** Accepts, and never answers. */
  | 'silence'
  /** On privacyIDEA's wire: the account's password is not the right one. */
  | 'wrong account'
  /** One byte a second. */
  | 'drip';

/** A question, or the answer to one, that is kept where it is. */
interface Held {
  /** Once it is here. */
  readonly arrived: Promise<void>;
  /** Goes on as any other. */
  release(): void;
}

/** Stands before the real server with its certificate, so that faults can be put in and traffic be seen. */
export interface FaultProxy {
  readonly url: string;
  fault: Fault;
  /** Of requests to this path alone the server does what was asked, and the answer is lost. */
  loseReplyTo: string | undefined;
  /** Requests to this path alone never arrive. */
  loseRequestsTo: string | undefined;
  /** Keeps the next question to this path, or its answer when the server has done what was asked, until it is let go. */
  holdNext(path: string, what?: 'question' | 'answer'): Held;
  readonly traffic: { readonly method: string; readonly path: string; readonly body: Buffer; readonly reply: Buffer }[];
  code(): Promise<string>;
  /** Nobody listens at the address any more. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  /** Shows a certificate that another authority made for the same address. */
  showOtherCertificate(): Promise<void>;
  showOwnCertificate(): void;
  /** Something that does not speak TLS answers instead. */
  speakPlain(): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

export async function faultProxy(house: House): Promise<FaultProxy> {
  const own = {
    key: readFileSync(join(house.directory, 'keys', 'tls.key')),
    cert: readFileSync(join(house.directory, 'keys', 'tls.pem')),
  };
  let identity: { key: string | Buffer; cert: string | Buffer } = own;
  let server: Server;
  const port = await freePort();
  const state = {
    fault: 'pass' as Fault,
    loseReplyTo: undefined as string | undefined,
    loseRequestsTo: undefined as string | undefined,
  };
  const traffic: FaultProxy['traffic'] = [];
  const holds = new Map<string, { readonly arrive: () => void; readonly released: Promise<void> }>();
  const held = async (what: 'question' | 'answer', path: string) => {
    const hold = holds.get(`${what} ${path}`);
    holds.delete(`${what} ${path}`);
    hold?.arrive();
    await hold?.released;
  };

  const listen = () =>
    new Promise<void>((resolve, reject) => {
      server = createServer(identity, (incoming, outgoing) => {
        const parts: Buffer[] = [];
        incoming.on('data', (part) => parts.push(part));
        incoming.on('end', async () => {
          const body = Buffer.concat(parts);
          const { method = '', url: path = '' } = incoming;
          await held('question', path);
          const lost = path === state.loseRequestsTo ? 'nothing' : state.fault;
          const fault = path === state.loseReplyTo ? 'lose the reply' : lost;
          // With the server behind it gone, the desk sees its connection break.
          const answer = await answered(house, fault, method, path, incoming.headers, body).catch(() => undefined);
          await held('answer', path);
          traffic.push({ method, path, body, reply: plain(answer) });
          if (answer === undefined) {
            incoming.socket.destroy();
            return;
          }
          if (answer.slow === 'silence') return;
          outgoing.writeHead(answer.status, answer.headers);
          if (answer.slow === 'drip') {
            const timer = setInterval(() => outgoing.write(' '), 1000);
            outgoing.on('close', () => clearInterval(timer));
            return;
          }
          if (answer.cut) outgoing.write(answer.body, () => incoming.socket.destroy());
          else outgoing.end(answer.body);
        });
      });
      server.once('error', reject).listen(port, '127.0.0.1', resolve);
    });
  const goAway = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  await listen();
  const url = `https://127.0.0.1:${port}`;
  return {
    url,
    traffic,
    get fault() {
      return state.fault;
    },
    set fault(fault: Fault) {
      state.fault = fault;
    },
    get loseReplyTo() {
      return state.loseReplyTo;
    },
    set loseReplyTo(path: string | undefined) {
      state.loseReplyTo = path;
    },
    get loseRequestsTo() {
      return state.loseRequestsTo;
    },
    set loseRequestsTo(path: string | undefined) {
      state.loseRequestsTo = path;
    },
    holdNext: (path, what = 'question') => {
      const arrival = Promise.withResolvers<void>();
      const departure = Promise.withResolvers<void>();
      holds.set(`${what} ${path}`, { arrive: arrival.resolve, released: departure.promise });
      return { arrived: arrival.promise, release: departure.resolve };
    },
    code: () => makeEnrolmentCode(house.server.installation, url),
    goAway,
    comeBack: listen,
    showOtherCertificate: async () => {
      const other = await openInstallation(newDirectory());
      identity = await other.authority.certificate(['127.0.0.1', 'localhost'], new Date());
      await other.store.close();
      await goAway();
      await listen();
    },
    showOwnCertificate: () => {
      identity = own;
      server.setSecureContext(own);
    },
    speakPlain: async () => {
      await goAway();
      const sockets = new Set<Socket>();
      const plain = createPlainServer((socket) => {
        sockets.add(socket.on('error', () => {}));
        socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi');
      });
      await new Promise<void>((resolve) => plain.listen(port, '127.0.0.1', resolve));
      return () =>
        new Promise<void>((resolve) => {
          plain.close(() => resolve());
          for (const socket of sockets) socket.destroy();
        });
    },
    close: goAway,
  };
}

interface Answered {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
  readonly cut?: boolean;
  readonly slow?: 'silence' | 'drip';
}

/** The bytes of an answer as the server made them. */
function plain(answer: Answered | undefined): Buffer {
  if (answer === undefined) return Buffer.alloc(0);
  return answer.headers['content-encoding'] === 'gzip' && !answer.cut ? gunzipSync(answer.body) : answer.body;
}

async function answered(
  house: House,
  fault: Fault,
  method: string,
  path: string,
  headers: NodeJS.Dict<string | string[]>,
  body: Buffer,
): Promise<Answered | undefined> {
  const json = { 'content-type': 'application/json' };
  switch (fault) {
    case 'error 500':
      return { status: 500, headers: json, body: Buffer.from('{"failure":"server-error","reason":"broken"}') };
    case 'page of HTML':
      return {
        status: 200,
        headers: { 'content-type': 'text/html' },
        body: Buffer.from('<h1>Sign in to the Wi-Fi</h1>'),
      };
    case 'redirect':
      return { status: 302, headers: { location: '/somewhere/else' }, body: Buffer.alloc(0) };
    case 'nothing':
      return { status: 204, headers: {}, body: Buffer.alloc(0) };
    case 'revoked':
      return { status: 401, headers: json, body: Buffer.from('{"failure":"revoked","reason":"no longer accepted"}') };
    case 'unknown station':
      return said(401, 'unknown-station');
    case 'wrong signature':
      return said(401, 'signature');
    case 'too large':
      return said(413, 'too-large');
    case 'too many':
      return said(429, 'busy', { 'retry-after': '30' });
    case 'busy':
      return said(503, 'busy', { 'retry-after': '86400' });
    case 'wrong account':
      return {
        status: 401,
        headers: json,
        body: Buffer.from(
          '{"id":1,"jsonrpc":"2.0","result":{"status":false,"error":{"code":4031,"message":"Authentication failure. Wrong credentials"}},"detail":null}',
        ),
      };
    case 'silence':
    case 'drip':
      return { status: 200, headers: json, body: Buffer.alloc(0), slow: fault };
    default: {
      const passed = await pass(house, method, path, headers, body);
      if (fault === 'lose the reply') return undefined;
      if (fault === 'lose the enrolment' && path === '/stations/enrol') return undefined;
      if (fault === 'half an answer') return { ...passed, body: passed.body.subarray(0, 10), cut: true };
      if (fault === 'forged receipt')
        return { ...passed, body: change(passed.body, '"receivedAt":"20', '"receivedAt":"19') };
      if (fault === 'receipt of another record')
        return { ...passed, body: change(passed.body, '"sequence":', '"sequence":1') };
      return passed;
    }
  }
}

function said(status: number, failure: string, headers: Record<string, string> = {}): Answered {
  const body = Buffer.from(JSON.stringify({ failure, reason: failure }));
  return { status, headers: { 'content-type': 'application/json', ...headers }, body };
}

function change(body: Buffer, from: string, to: string): Buffer {
  return Buffer.from(body.toString('utf8').replace(from, to));
}

function pass(
  house: House,
  method: string,
  path: string,
  headers: NodeJS.Dict<string | string[]>,
  body: Buffer,
): Promise<Answered> {
  const { host: _host, ...rest } = headers;
  return new Promise((resolve, reject) => {
    const sent = request(
      new URL(path, house.server.url),
      { method, headers: rest, rejectUnauthorized: false, agent: false },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part) => parts.push(part));
        response.on('end', () => {
          const kept: Record<string, string> = {};
          for (const name of ['content-type', 'content-encoding', 'etag', 'date', 'retry-after']) {
            const value = response.headers[name];
            if (typeof value === 'string') kept[name] = value;
          }
          resolve({ status: response.statusCode ?? 0, headers: kept, body: Buffer.concat(parts) });
        });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}
