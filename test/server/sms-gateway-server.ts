import { readFileSync } from 'node:fs';
import { createServer as createPlain, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTls } from 'node:https';
import type { AddressInfo } from 'node:net';

/** A real SMS gateway for the tests, a process of its own. What it answers depends on the path; what it gets it prints. */
const options = JSON.parse(process.argv[2] ?? '{}') as { readonly cert?: string; readonly key?: string };
let busy = 0;

const answers: Readonly<Record<string, (reply: ServerResponse) => void>> = {
  '/ok': (reply) => reply.end('status: OK, 1 message'),
  '/fails': (reply) => reply.end('status: ERROR, no credit'),
  '/redirects': (reply) => reply.writeHead(302, { location: '/ok' }).end(),
  '/silent': () => undefined,
  '/trickles': (reply) => void setInterval(() => reply.write('.'), 200).unref(),
  '/long': (reply) => reply.end('OK'.repeat(500_000)),
  '/malformed': (reply) => reply.writeHead(400).end('bad number'),
  '/busy-once': (reply) => {
    busy += 1;
    reply.writeHead(busy === 1 ? 503 : 200).end('OK');
  },
};

function answer(request: IncomingMessage, reply: ServerResponse): void {
  let body = '';
  request.on('data', (chunk) => {
    body += String(chunk);
  });
  request.on('end', () => {
    const { method, url = '', headers } = request;
    console.log(JSON.stringify({ kind: 'request', method, url, headers, body }));
    const known = answers[url.split('?')[0] ?? ''];
    if (known !== undefined) known(reply);
    else reply.end('OK');
  });
}

const server =
  options.cert === undefined || options.key === undefined
    ? createPlain(answer)
    : createTls({ cert: readFileSync(options.cert), key: readFileSync(options.key) }, answer);
server.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ kind: 'ready', port: (server.address() as AddressInfo).port }));
});
