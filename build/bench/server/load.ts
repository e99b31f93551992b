import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { connect, type TLSSocket } from 'node:tls';
import { hotp } from '../../../domain/otp/hotp.ts';
import type { BenchCredential } from './prepare.ts';

/** The client side: keep-alive connections over TLS, one request under way on each, every answer looked at. */
interface Target {
  readonly url: string;
  readonly ca: string;
  readonly credentials: readonly BenchCredential[];
}

/** A credential and the requests made for it before the clock runs, so that the client's own cost stays small. */
interface Walk {
  readonly credential: BenchCredential;
  counter: number;
}

const { url, ca, credentials } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Target;
const { hostname, port } = new URL(url);
const walks: readonly Walk[] = credentials.map((credential) => ({ credential, counter: 0 }));

/** What one client did: how long each of its answers took, in ms. */
type Waits = number[];

function nextRequest(walk: Walk): string {
  const code = hotp(Buffer.from(walk.credential.seed, 'base64'), walk.counter);
  walk.counter += 1;
  const body = `serial=${walk.credential.serial}&pass=${walk.credential.pin ?? ''}${code}`;
  return `POST /validate/check HTTP/1.1\r\nhost: ${hostname}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}

const accepted = Buffer.from('"authentication": "ACCEPT"');

/** Sends one request after the other until the time is over; every code must be accepted. */
function client(socket: TLSSocket, own: readonly Walk[], until: number): Promise<Waits> {
  return new Promise((resolve, reject) => {
    const waits: Waits = [];
    let sent = 0;
    let turn = 0;
    let received: Buffer = Buffer.alloc(0);
    const send = () => {
      const walk = own[turn % own.length];
      turn += 1;
      if (walk === undefined) return;
      const request = nextRequest(walk);
      sent = performance.now();
      socket.write(request);
    };
    socket.on('data', (chunk: Buffer) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const end = received.indexOf('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(received.subarray(0, end).toString('latin1'))?.[1]);
      if (end < 0 || received.length < end + 4 + length) return;
      if (!received.includes(accepted)) return reject(new Error(`not accepted: ${received.toString()}`));
      received = Buffer.alloc(0);
      const now = performance.now();
      waits.push(now - sent);
      if (now < until) return send();
      socket.destroy();
      resolve(waits);
    });
    socket.on('error', reject);
    send();
  });
}

function opened(): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), ca: readFileSync(ca) }, () => resolve(socket));
    socket.setNoDelay(true).once('error', reject);
  });
}

interface Measured {
  /** Accepted codes a second. */
  readonly rate: number;
  readonly count: number;
  /** How long the median answer and the slowest of a hundred took, in ms. */
  readonly median: number;
  readonly p99: number;
}

/** So many clients for so long; `from` and `to` narrow them to a part of the credentials. */
async function measure({ clients, seconds, from = 0, to = walks.length }: Question): Promise<Measured> {
  const sockets = await Promise.all(Array.from({ length: clients }, opened));
  const began = performance.now();
  const share = Math.floor((to - from) / clients);
  const waits = await Promise.all(
    sockets.map((socket, place) =>
      client(socket, walks.slice(from + place * share, from + (place + 1) * share), began + seconds * 1000),
    ),
  );
  const tookMs = performance.now() - began;
  const sorted = new Float64Array(waits.flat()).sort();
  const at = (part: number) => sorted[Math.floor(sorted.length * part)] ?? 0;
  return { rate: (sorted.length * 1000) / tookMs, count: sorted.length, median: at(0.5), p99: at(0.99) };
}

interface Question {
  readonly clients: number;
  readonly seconds: number;
  readonly from?: number;
  readonly to?: number;
}

console.log(JSON.stringify({ ready: true }));
for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await measure(JSON.parse(line) as Question)));
}
