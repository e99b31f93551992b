import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type Installation, openInstallation } from '../../server/installation.ts';
import { enqueueMessage } from '../../server/messaging/enqueue-message.ts';
import { putRoute } from '../../server/messaging/messaging.ts';
import { type DataDirectory, dataDirectory } from './data-directory.ts';
import { type Receiver, startMailServer } from './message-receiver.ts';
import { plainServer } from './post-office.ts';
import { type ServerProcess, startServer } from './server-process.ts';

let mail: Receiver;
let directory: DataDirectory;
let beside: Installation;
let server: ServerProcess;

beforeAll(async () => {
  mail = await startMailServer();
});
afterAll(() => mail?.stop());
beforeEach(async () => {
  directory = await dataDirectory();
  server = await startServer(directory.path);
  beside = await openInstallation(directory.path);
  await putRoute(beside.messaging, 'smtp', 'mail', { ...plainServer, port: mail.port, timeoutSeconds: 600 });
});
afterEach(async () => {
  await server?.stop('SIGKILL');
  await beside?.store.close();
  directory?.remove();
});

/** From another process: the server sees it when it looks at the database. */
async function enqueue(to: string): Promise<string> {
  const expiresAt = new Date(Date.now() + 120_000);
  return enqueueMessage(beside.messaging, {
    kind: 'email',
    to,
    text: 'Code 4815',
    about: 'S1',
    route: 'mail',
    expiresAt,
  });
}
const row = async (id: string) =>
  (await beside.store.messages.list(undefined, { offset: 0, limit: 9 })).find((message) => message.id === id);
const got = (kind: 'slow' | 'message', address: string) =>
  mail.got(kind).filter(({ to }) => [to].flat().includes(address));

test('sends what a killed server was sending, once, soon after the next one has started', {
  timeout: 120_000,
}, async () => {
  const id = await enqueue('slow-once@killed.test');
  await vi.waitFor(() => expect(got('slow', 'slow-once@killed.test')).toHaveLength(1), { timeout: 30_000 });
  await server.stop('SIGKILL');
  expect(await row(id)).toMatchObject({ state: 'sending', attempts: 1 });
  server = await startServer(directory.path);
  await vi.waitFor(async () => expect(await row(id)).toMatchObject({ state: 'sent', attempts: 2 }), {
    timeout: 60_000,
    interval: 200,
  });
  expect(got('message', 'slow-once@killed.test')).toHaveLength(1);
});

test('ends in order while a mail server is slow, with the message back in the queue', { timeout: 60_000 }, async () => {
  const id = await enqueue('slow-once@ended.test');
  await vi.waitFor(() => expect(got('slow', 'slow-once@ended.test')).toHaveLength(1), { timeout: 30_000 });
  // The mail server would not end it, and the limit of an attempt not before the test's own.
  expect(await server.stop()).toBe(0);
  expect(server.complaints()).toBe('');
  expect(await row(id)).toMatchObject({ state: 'waiting', attempts: 1 });
  server = await startServer(directory.path);
  await vi.waitFor(async () => expect((await row(id))?.state).toBe('sent'), { timeout: 60_000, interval: 100 });
});
