import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { serve } from '../../server/commands/serve.ts';
import { startFailure } from '../../server/commands/start-failure.ts';
import { findPostgres, freePort, hasServer } from './debian-server.ts';
import { postgresUrl, startPostgres } from './postgres.ts';
import { command, startServer, temporaryDirectory } from './server-process.ts';

let whole: { readonly path: string; readonly remove: () => void };
let directory: { readonly path: string; readonly remove: () => void };
beforeAll(async () => {
  whole = temporaryDirectory();
  const server = await startServer(whole.path);
  await server.stop();
});
beforeEach(() => {
  directory = temporaryDirectory();
  cpSync(whole.path, directory.path, { recursive: true });
  return () => directory.remove();
});
afterAll(() => whole?.remove());

/** What the server says before it ends: sentences, and no lines of code. */
async function complaint(options: Parameters<typeof startServer>[1] = {}, data = directory.path): Promise<string> {
  const error = await startServer(data, options).then(
    () => undefined,
    (reason: Error) => reason,
  );
  expect(error?.message).toBeDefined();
  expect(error?.message).not.toMatch(/\n\s+at |node:internal/);
  return error?.message ?? '';
}

test('names the address that another program listens on, and what to do', async () => {
  const other = createServer();
  const port = await new Promise<number>((resolve) =>
    other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port)),
  );
  const said = await complaint({ listen: `127.0.0.1:${port}` });
  other.close();
  expect(said).toMatch(new RegExp(`another program listens on 127.0.0.1:${port} already: .*--listen HOST:PORT`));
});

test('names an address that this machine does not have', async () => {
  expect(await complaint({ listen: '203.0.113.5:8443' })).toMatch(/no address 203\.0\.113\.5:8443 to listen on/);
});

test('says of a data folder that is a file that it is one', async () => {
  const file = join(directory.path, 'file');
  writeFileSync(file, '');
  expect(await complaint({}, file)).toContain(`the data folder ${file} cannot be used`);
  expect(await complaint({}, join(file, 'below'))).toContain(`the data folder ${join(file, 'below')} cannot be used`);
});

// Whoever is root may write everywhere.
test.skipIf(process.getuid?.() === 0)('says of a data folder that may not be written who must be allowed', async () => {
  chmodSync(directory.path, 0o500);
  const said = await complaint();
  chmodSync(directory.path, 0o700);
  expect(said).toMatch(/whoever runs the server .*write to/);
});

test('does not take a lock that cannot be made for another server', async () => {
  const lock = join(directory.path, 'server.lock');
  rmSync(lock, { force: true });
  mkdirSync(lock);
  const said = await complaint();
  expect(said).toMatch(/whoever runs the server .*write to/);
  expect(said).not.toContain('another server');
});

test.each(['EACCES', 'EPERM', 'EROFS', 'ENOSPC'])('has words for the data folder where the system says %s', (code) => {
  const error = Object.assign(new Error('refused'), { code, syscall: 'mkdir', path: '/srv/keydesk/keys' });
  expect(startFailure(error, { data: '/srv/keydesk' })).toMatch(
    /^the data folder \/srv\/keydesk cannot be used: .*--data$/,
  );
  expect(startFailure(error, { data: '/srv/other' })).toMatch(/^\/srv\/keydesk\/keys cannot be used: /);
});

test('says nothing of what is a fault of the server', () => {
  expect(startFailure(new TypeError('x is not a function'), { data: '/srv/keydesk' })).toBeUndefined();
});

test.each([
  ['keys/ca.key', /ca\.key holds no private key: put it back from a backup/],
  ['keys/receipt.key', /receipt\.key holds no private key: put it back from a backup/],
  ['ca.pem', /ca\.pem holds no certificate: put it back from a backup/],
  ['keydesk.sqlite', /keydesk\.sqlite is damaged .*put it back from a backup/],
])('names %s when it is damaged', async (name, words) => {
  for (const end of ['-wal', '-shm']) rmSync(join(directory.path, `${name}${end}`), { force: true });
  writeFileSync(join(directory.path, name), 'this is something else than what was there');
  expect(await complaint()).toMatch(words);
});

test('says of a TLS key that cannot be read that it may be removed, and goes on with another then', async () => {
  const key = join(directory.path, 'keys', 'tls.key');
  writeFileSync(key, 'this is something else than what was there');
  expect(await complaint()).toMatch(/tls\.key holds no private key: remove it/);
  rmSync(key);
  const server = await startServer(directory.path);
  expect(await server.stop()).toBe(0);
});

test('shows a new certificate where the TLS key is another, or the old one is damaged', async () => {
  const other = temporaryDirectory();
  await (await startServer(other.path)).stop();
  const pem = join(directory.path, 'keys', 'tls.pem');
  const before = readFileSync(pem, 'utf8');
  cpSync(join(other.path, 'keys', 'tls.key'), join(directory.path, 'keys', 'tls.key'));
  other.remove();
  await (await startServer(directory.path)).stop();
  expect(readFileSync(pem, 'utf8')).not.toBe(before);
  writeFileSync(pem, 'nothing');
  await (await startServer(directory.path)).stop();
  expect(readFileSync(pem, 'utf8')).toContain('BEGIN CERTIFICATE');
});

test('names the PostgreSQL that is not there and where its address is said, and no password', async () => {
  const port = await freePort();
  const env = { KEYDESK_DATABASE: `postgres://owner:tulips@127.0.0.1:${port}/keydesk` };
  const said = await complaint({ env });
  expect(said).toMatch(new RegExp(`PostgreSQL at 127.0.0.1:${port}, .*KEYDESK_DATABASE.*ECONNREFUSED.*Start it`));
  expect(said).not.toContain('tulips');
  const list = command([
    'station',
    'list',
    '--data',
    directory.path,
    '--database',
    `postgres://owner@localhost:${port}/x`,
  ]);
  expect(list.status).toBe(1);
  expect(list.err).toMatch(new RegExp(`PostgreSQL at localhost:${port}, .*ECONNREFUSED`));
});

test.skipIf(!hasServer('postgresql', findPostgres))('names the database that a PostgreSQL does not have', async () => {
  const postgres = await startPostgres();
  const env = { KEYDESK_DATABASE: postgresUrl(postgres.port, 'nowhere') };
  const said = await complaint({ env }).finally(postgres.remove);
  expect(said).toMatch(/refuses owner at nowhere: database "nowhere" does not exist/);
});

test('leaves nothing open when it cannot listen', async () => {
  const first = await serve(directory.path, { host: '127.0.0.1', port: 0 });
  const { port } = new URL(first.url);
  const other = temporaryDirectory();
  await expect(serve(other.path, { host: '127.0.0.1', port: Number(port) })).rejects.toThrow(/EADDRINUSE/);
  const again = await serve(other.path, { host: '127.0.0.1', port: 0 });
  await Promise.all([again.close(), first.close()]);
  other.remove();
});
