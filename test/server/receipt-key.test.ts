import { copyFileSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keyInForce } from '../../domain/log/receipt-keys.ts';
import { renewReceiptKey } from '../../server/commands/receipt-key.ts';
import { openInstallation } from '../../server/installation.ts';
import { makeCheckpoint } from '../../server/trail/checkpoint.ts';
import { type DataDirectory, dataDirectory, isOnPostgres } from './data-directory.ts';
import { command, startServer } from './server-process.ts';

// The last one starts processes, in a row.
vi.setConfig({ testTimeout: 180_000 });
let directory: DataDirectory;
beforeEach(async () => {
  directory = await dataDirectory();
});
afterEach(() => directory.remove());

const now = () => new Date();
const keyFile = () => join(directory.path, 'keys', 'receipt.key');
const renew = (isLost = false) => renewReceiptKey({ directory: directory.path, database: undefined, now }, isLost);

async function opened<T>(work: (installation: Awaited<ReturnType<typeof openInstallation>>) => Promise<T>): Promise<T> {
  const installation = await openInstallation(directory.path, now);
  try {
    return await work(installation);
  } finally {
    await installation.store.close();
  }
}

const act = () =>
  opened(async (installation) => {
    await installation.store.commits.run(async ({ audit }) =>
      audit.append({ at: now().toISOString(), actor: 'root', action: 'test/act', subject: '', detail: {} }),
    );
    await makeCheckpoint(installation);
  });

test('each change is an entry of the audit, vouched for by the key before it, and the log keeps its name', async () => {
  await act();
  const first = await opened(async ({ keys }) => keys.receipt.publicKey);
  const old = readFileSync(keyFile());
  expect(await renew()).toMatch(/signs from entry 2 on; the key before it vouches for it/);
  await act();
  await opened(async ({ store, keys }) => {
    const all = await store.receiptKeys.all();
    expect(all).toMatchObject({ key: keys.receipt.publicKey, changes: [{ former: first, position: 2 }] });
    expect([keyInForce(all, 1), keyInForce(all, 2), keyInForce(all, 3)]).toEqual([first, all.key, all.key]);
    expect(await store.audit.at(2)).toMatchObject({
      actor: 'command line',
      action: 'trail/key-changed',
      detail: { former: first, key: all.key, vouched: true },
    });
    const origins: string[] = [];
    for await (const { note } of store.checkpoints.each()) origins.push(note.split('\n')[0] ?? '');
    expect(new Set(origins).size).toBe(1);
  });
  expect(readFileSync(keyFile())).not.toEqual(old);
  expect(existsSync(join(directory.path, 'keys', 'receipt.next.key'))).toBe(false);
});

test('a change that was cut off after it was kept is finished at the next start, one before that is not there', async () => {
  await act();
  copyFileSync(keyFile(), `${keyFile()}.old`);
  await renew();
  const renewed = await opened(async ({ keys }) => keys.receipt.publicKey);
  const next = join(directory.path, 'keys', 'receipt.next.key');
  renameSync(keyFile(), next);
  copyFileSync(`${keyFile()}.old`, keyFile());
  expect(await opened(async ({ keys }) => keys.receipt.publicKey)).toBe(renewed);
  expect(existsSync(next)).toBe(false);
  // Drawn, and nothing kept: the key of before signs on.
  copyFileSync(`${keyFile()}.old`, next);
  expect(await opened(async ({ keys }) => keys.receipt.publicKey)).toBe(renewed);
});

test('a server whose key is another than the newest, or gone, does not start, and says what to do', async () => {
  await act();
  copyFileSync(keyFile(), `${keyFile()}.old`);
  await renew();
  copyFileSync(`${keyFile()}.old`, keyFile());
  await expect(openInstallation(directory.path, now)).rejects.toThrow(/is not the key .* put that file back/);
  rmSync(keyFile());
  await expect(openInstallation(directory.path, now)).rejects.toThrow(/receipt-key renew --lost/);
  expect(await renew(true)).toMatch(/nothing vouches for it: enrol each desk again/);
  await opened(async ({ store }) => {
    const { changes } = await store.receiptKeys.all();
    expect(changes.map(({ byFormer }) => byFormer !== '')).toEqual([true, false]);
  });
});

test('a server that was opened before signs nothing more once the key was changed', async () => {
  await act();
  await opened(async (before) => {
    await renew();
    await before.store.commits.run(async ({ audit }) =>
      audit.append({ at: now().toISOString(), actor: 'root', action: 'test/act', subject: '', detail: {} }),
    );
    await expect(makeCheckpoint(before)).rejects.toThrow(/copy keys\/receipt.key to this server/);
  });
});

test('the command changes the key, though not under a running server that has the folder to itself', async () => {
  const server = await startServer(directory.path);
  const running = command(['receipt-key', 'renew', '--data', directory.path]);
  if (isOnPostgres()) expect(running).toMatchObject({ status: 0 });
  else expect(running).toMatchObject({ status: 1, err: expect.stringContaining('another server is running') });
  await server.stop();
  expect(command(['receipt-key', 'renew', '--data', directory.path])).toMatchObject({
    status: 0,
    out: expect.stringMatching(/^[\w-]{43} signs from entry \d+ on; the key before it vouches for it/),
  });
});
