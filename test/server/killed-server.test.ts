import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hotp } from '../../domain/otp/hotp.ts';
import { brokenLinkOf } from './audit-chain.ts';
import { beside } from './beside.ts';
import { type DataDirectory, dataDirectory, isOnPostgres } from './data-directory.ts';
import { freePort } from './debian-server.ts';
import { type Client, httpsClient } from './https-client.ts';
import { rawSql } from './raw-sql.ts';
import { command, type ServerProcess, startServer } from './server-process.ts';
import { enrol, rfcSeed } from './test-station.ts';

const preload = new URL('die-before-reply.ts', import.meta.url).pathname;

let directory: DataDirectory;
const running: ServerProcess[] = [];
beforeEach(async () => {
  directory = await dataDirectory();
  const created = command(
    ['admin', 'create', 'root', '--grant', 'control_trust', '--data', directory.path],
    'a long password\n',
  );
  expect(created.err).toBe('');
  expect(command(['people', 'example', '--data', directory.path]).status).toBe(0);
});
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop('SIGKILL');
  directory.remove();
});

/** The server on the port it had before, so that clients find it again. */
async function start(previous?: string, execArgv: readonly string[] = []): Promise<ServerProcess> {
  const listen = previous === undefined ? `localhost:${await freePort()}` : new URL(previous).host;
  const server = await startServer(directory.path, { listen, execArgv });
  running.push(server);
  return server;
}

async function count(rows: string): Promise<number> {
  const found = await beside(directory.path, (store) => rawSql(store, `SELECT 1 FROM ${rows}`));
  return found.length;
}

async function station(client: Client) {
  const { out, status } = command(['station', 'code', '--data', directory.path]);
  expect(status).toBe(0);
  return enrol(client, out.trim());
}

test('has one record and gives the same receipt when it was killed between commit and reply', async () => {
  const server = await start(undefined, ['--import', preload]);
  const client = httpsClient(server.url, server.ca);
  const desk = await station(client);
  const signed = await desk.issue({ pin: '1234' });
  await expect(desk.put(signed)).rejects.toThrow();
  expect(await count('records')).toBe(1);
  await start(server.url);
  const replies = [await desk.put(signed), await desk.put(signed)];
  expect(replies.map(({ status }) => status)).toEqual([200, 200]);
  expect(replies[0]?.text).toBe(replies[1]?.text);
  expect(await count('records')).toBe(1);
  expect(await count('credentials')).toBe(1);
  expect(await count("audit WHERE action = 'record/issued'")).toBe(1);
  client.close();
});

test('never accepts a code again that it answered before it was killed', async () => {
  let server = await start();
  const client = httpsClient(server.url, server.ca);
  const desk = await station(client);
  expect((await desk.put(await desk.issue({}))).status).toBe(200);
  const login = (counter: number) =>
    client.form('/validate/check', { user: 'amara.okafor', realm: 'office', pass: hotp(rfcSeed, counter) });
  let counter = 0;
  for (let round = 0; round < 3; round += 1) {
    const accepted: number[] = [];
    let killed: Promise<unknown> | undefined;
    const killSoon = () => setTimeout(60 + 50 * round).then(() => server.stop('SIGKILL'));
    for (;;) {
      const reply = await login(counter).catch(() => undefined);
      counter += 1;
      if (reply === undefined) break;
      expect(reply.json.result.value).toBe(true);
      accepted.push(counter - 1);
      killed ??= killSoon();
    }
    await killed;
    expect(accepted.length).toBeGreaterThan(0);
    server = await start(server.url);
    const last = accepted.at(-1) ?? -1;
    expect((await login(last)).json.result.value).toBe(false);
    expect(await beside(directory.path, brokenLinkOf)).toBeUndefined();
  }
  client.close();
}, 120_000);

test.skipIf(isOnPostgres() || !existsSync('/proc/locks'))(
  'holds its lock on the file of SQLite, so that no program that reads it takes the log away',
  async () => {
    // The second start meets a file that is there already.
    await (await start()).stop('SIGTERM');
    const server = await start();
    const { ino } = statSync(join(directory.path, 'keydesk.sqlite'));
    const held = readFileSync('/proc/locks', 'utf8')
      .split('\n')
      .filter((line) => line.includes(` ${server.process.pid} `) && line.includes(`:${ino} `));
    expect(held.length).toBeGreaterThan(0);
  },
);

test.skipIf(isOnPostgres())('ends by itself on SIGTERM and leaves nothing of the write-ahead log', async () => {
  const server = await start();
  const client = httpsClient(server.url, server.ca);
  await client.get('/ca.pem');
  expect(await server.stop()).toBe(0);
  expect(existsSync(join(directory.path, 'keydesk.sqlite-wal'))).toBe(false);
  expect(server.complaints()).toBe('');
  client.close();
});

test.skipIf(isOnPostgres())(
  'refuses to start a second time on the same directory, and starts again after a kill',
  async () => {
    const server = await start();
    await expect(startServer(directory.path)).rejects.toThrow(/another server is running on .*stop it/);
    await server.stop('SIGKILL');
    const again = await start();
    expect(again.url).toMatch(/^https:\/\/localhost:\d+$/);
  },
);

test('refuses a database that a newer server wrote', async () => {
  await beside(directory.path, (store) =>
    rawSql(store, "INSERT INTO migrations (number, name, ran_at) VALUES (9990, 'later', '')"),
  );
  await expect(startServer(directory.path)).rejects.toThrow(/schema 9990, this server knows up to \d+: use the newer/);
  expect(command(['people', 'example', '--data', directory.path]).err).toMatch(/use the newer server/);
});

test('says plainly when the port is taken', async () => {
  const server = await start();
  const other = await dataDirectory();
  const listen = new URL(server.url).host;
  await expect(startServer(other.path, { listen })).rejects.toThrow(/EADDRINUSE/);
  other.remove();
});
