import { spawn } from 'node:child_process';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { enrol } from '../../electron/sync/enrol.ts';
import { serverClient } from '../../electron/sync/server-client.ts';
import { type TimeLimits, timeLimit } from '../../electron/sync/time-limit.ts';
import { openVault } from '../../electron/vault/database.ts';
import { type House, openHouse } from '../server/house.ts';
import { newDirectory } from './desk-at-work.ts';
import { failureOf } from './failure-of.ts';
import { type Fault, type FaultProxy, faultProxy } from './fault-proxy.ts';

let house: House;
let proxy: FaultProxy;
beforeAll(async () => {
  house = await openHouse();
  proxy = await faultProxy(house);
});
afterAll(async () => {
  await proxy?.close();
  await house?.close();
});

afterEach(() => void vi.useRealTimers());

const short: TimeLimits = { answerMs: 1500, idleMs: 1200, slowestBytesPerMs: 1 };
const ca = () => house.server.installation.authority.ca;
const client = (limits = short) => serverClient(proxy.url, ca(), undefined, limits);

test.each<Fault>(['silence', 'drip'])(
  'gives up on %s, which never ends by itself, and says that it is slow',
  async (fault) => {
    proxy.fault = fault;
    const failure = await failureOf(client().ask({ method: 'GET', path: '/stations/self/snapshot' }));
    proxy.fault = 'pass';
    expect(failure).toEqual({ code: 'sync/unreachable', context: { reason: 'slow' } });
  },
);

test.each<Fault>(['silence', 'drip'])('gives up enrolling with %s', async (fault) => {
  const vault = await openVault(newDirectory(), undefined);
  const parts = {
    vault,
    vaultKey: new Uint8Array(32),
    station: { publicKey: '', sign: () => '' },
    now: () => new Date(),
    crashPoint: () => {},
    limits: short,
  };
  proxy.fault = fault;
  const code = await proxy.code();
  const failure = await failureOf(enrol(parts, code, 'Desk'));
  proxy.fault = 'pass';
  vault.db.close();
  expect(failure).toEqual({ code: 'sync/unreachable', context: { reason: 'slow' } });
});

/** A server of our own certificate that answers as it is told. */
async function answering(answer: Parameters<typeof createServer>[1]) {
  const pair = await house.server.installation.authority.certificate(['127.0.0.1', 'localhost'], new Date());
  const server = createServer(pair, answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

test('a long answer may take longer than the first byte may, for as long as it moves and is not too slow as a whole', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  const limits: TimeLimits = { answerMs: 1000, idleMs: 300, slowestBytesPerMs: 1 };
  const expired = vi.fn();
  const moving = timeLimit(limits, 0, expired);
  for (let part = 0; part < 20; part += 1) {
    vi.advanceTimersByTime(299);
    moving.moved(500);
  }
  expect(expired).not.toHaveBeenCalled();
  vi.advanceTimersByTime(300);
  expect(expired).toHaveBeenCalledOnce();

  const first = timeLimit(limits, 200, expired);
  vi.advanceTimersByTime(1199);
  expect(expired).toHaveBeenCalledOnce();
  vi.advanceTimersByTime(1);
  expect(expired).toHaveBeenCalledTimes(2);
  first.end();

  const slow = timeLimit(limits, 0, expired);
  for (let part = 0; part < 5; part += 1) {
    vi.advanceTimersByTime(200);
    slow.moved(1);
  }
  expect(expired).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(5);
  expect(expired).toHaveBeenCalledTimes(3);
});

test('an answer that comes in pieces is read to its end', async () => {
  const server = await answering((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.write('"');
    let left = 8;
    const timer = setInterval(() => {
      response.write('x'.repeat(2000));
      left -= 1;
      if (left > 0) return;
      clearInterval(timer);
      response.end('"');
    }, 20);
  });
  const { body } = await serverClient(server.url, ca(), undefined).ask({ method: 'GET', path: '/' });
  expect(String(body)).toHaveLength(16_000);
  server.close();
});

test('unpacks an answer, but not into more than may come', async () => {
  let size = 1000;
  const server = await answering((_request, response) => {
    response.setHeader('content-type', 'application/json').setHeader('content-encoding', 'gzip');
    response.end(gzipSync(JSON.stringify('x'.repeat(size))));
  });
  const one = serverClient(server.url, ca(), undefined);
  expect((await one.ask({ method: 'GET', path: '/' })).body).toBe('x'.repeat(1000));
  size = 50_000_000;
  expect(await failureOf(one.ask({ method: 'GET', path: '/' }))).toMatchObject({
    code: 'sync/not-keydesk',
    context: { reason: 'encoding' },
  });
  one.close();
  server.close();
});

test('the environment cannot switch the pinning off', async () => {
  await proxy.showOtherCertificate();
  const script = `
    import { serverClient } from '${new URL('../../electron/sync/server-client.ts', import.meta.url)}';
    const client = serverClient(process.argv[1], process.argv[2], undefined);
    await client.ask({ method: 'GET', path: '/ca.pem' }).then(() => console.log('answered'), ({ code }) => console.log(code));
    client.close();`;
  const child = await new Promise<string>((resolve) => {
    const run = spawn(process.execPath, ['--input-type=module', '-e', script, proxy.url, ca()], {
      env: { ...process.env, NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    });
    let said = '';
    run.stdout.on('data', (part: Buffer) => {
      said += part;
    });
    run.on('close', () => resolve(said.trim()));
  });
  expect(child).toBe('sync/certificate');
  proxy.showOwnCertificate();
});
