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

function nextRequest(walk: Walk): string {
  const code = hotp(Buffer.from(walk.credential.seed, 'base64'), walk.counter);
  walk.counter += 1;
  const body = `serial=${walk.credential.serial}&pass=${code}`;
  return `POST /validate/check HTTP/1.1\r\nhost: ${hostname}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}

const accepted = Buffer.from('"authentication": "ACCEPT"');

/** Sends one request after the other until the time is over, and counts the codes that were accepted. */
function client(socket: TLSSocket, own: readonly Walk[], until: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let done = 0;
    let turn = 0;
    let received: Buffer = Buffer.alloc(0);
    const send = () => {
      const walk = own[turn % own.length];
      turn += 1;
      if (walk !== undefined) socket.write(nextRequest(walk));
    };
    socket.on('data', (chunk: Buffer) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const end = received.indexOf('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(received.subarray(0, end).toString('latin1'))?.[1]);
      if (end < 0 || received.length < end + 4 + length) return;
      if (!received.includes(accepted)) return reject(new Error(`not accepted: ${received.toString()}`));
      received = Buffer.alloc(0);
      done += 1;
      if (performance.now() < until) return send();
      socket.destroy();
      resolve(done);
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

async function measure(clients: number, seconds: number): Promise<number> {
  const sockets = await Promise.all(Array.from({ length: clients }, opened));
  const from = performance.now();
  const share = Math.floor(walks.length / clients);
  const counts = await Promise.all(
    sockets.map((socket, place) =>
      client(socket, walks.slice(place * share, (place + 1) * share), from + seconds * 1000),
    ),
  );
  return (counts.reduce((sum, count) => sum + count, 0) * 1000) / (performance.now() - from);
}

console.log(JSON.stringify({ ready: true }));
for await (const line of createInterface({ input: process.stdin })) {
  const { clients, seconds } = JSON.parse(line) as { clients: number; seconds: number };
  console.log(JSON.stringify({ rate: await measure(clients, seconds) }));
}
