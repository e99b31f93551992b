import { afterEach, beforeEach, expect, test } from 'vitest';
import { hotp } from '../../../domain/otp/hotp.ts';
import { administration } from '../administration.ts';
import { auditEntries, brokenLinkOf } from '../audit-chain.ts';
import { beside } from '../beside.ts';
import { type DataDirectory, dataDirectory } from '../data-directory.ts';
import { openHouse } from '../house.ts';
import { httpsClient } from '../https-client.ts';
import { command, type ServerProcess, startServer } from '../server-process.ts';
import { rfcSeed } from '../test-station.ts';
import { upload } from './upload.ts';

const preload = new URL('die-in-import.ts', import.meta.url).pathname;
const keys = 3000;
const file = Array.from({ length: keys }, (_none, place) => `K${place},${'0'.repeat(30)}${1e9 + place}\n`).join('');

let directory: DataDirectory;
const running: ServerProcess[] = [];
beforeEach(async () => {
  directory = await dataDirectory();
  expect(command(['admin', 'create', 'root', '--data', directory.path], 'a long password\n').status).toBe(0);
});
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop('SIGKILL');
  directory.remove();
});

async function start(execArgv: readonly string[] = []) {
  const server = await startServer(directory.path, { execArgv });
  running.push(server);
  const client = httpsClient(server.url, server.ca);
  const { json } = await client.form('/auth', { username: 'root', password: 'a long password' });
  return { client, server, header: { 'PI-Authorization': json.result.value.token as string } };
}

/** How many credentials there are, and how many imports the audit tells of. */
async function kept(): Promise<{ readonly credentials: number; readonly imports: number }> {
  return beside(directory.path, async (store) => {
    expect(await brokenLinkOf(store)).toBeUndefined();
    const entries = await auditEntries(store);
    const imports = entries.filter(({ action, detail }) => action === 'token/load' && detail.success === true);
    return { credentials: (await store.credentials.living()).length, imports: imports.length };
  });
}

test('has nothing of an import that was killed inside its transaction, and takes it when it comes again', async () => {
  const first = await start(['--import', preload]);
  await expect(upload(first, first, file, { type: 'oathcsv' })).rejects.toThrow();
  first.client.close();
  await first.server.stop('SIGKILL');
  expect(await kept()).toEqual({ credentials: 0, imports: 0 });
  const second = await start();
  const reply = await upload(second, second, file, { type: 'oathcsv' });
  expect(reply.json.result.value).toEqual({ n_imported: keys, n_not_imported: 0 });
  second.client.close();
  expect(await kept()).toEqual({ credentials: keys, imports: 1 });
});

test.each([20, 60, 120, 250])('has all or nothing when it is killed %d ms after the upload began', async (delayMs) => {
  const { client, server, header } = await start();
  const reply = upload({ client }, { header }, file, { type: 'oathcsv' }).then(
    ({ status }) => status,
    () => 'no answer',
  );
  await new Promise((resolve) => setTimeout(resolve, delayMs));
  await server.stop('SIGKILL');
  const outcome = await reply;
  client.close();
  const { credentials, imports } = await kept();
  expect([0, keys]).toContain(credentials);
  expect(imports).toBe(credentials === keys ? 1 : 0);
  if (outcome === 200) expect(credentials).toBe(keys);
});

test('checks go on while a file is read', async () => {
  const house = await openHouse();
  try {
    const admin = await administration(house);
    await house.give('BUSY');
    const large = `${file}${Array.from({ length: 30_000 }, (_none, place) => `L${place},${'1'.repeat(40)}\n`).join('')}`;
    let done = false;
    const importing = upload(house, admin, large, { type: 'oathcsv' }).finally(() => {
      done = true;
    });
    let meanwhile = 0;
    while (!done) {
      expect(await admin.check({ serial: 'BUSY', pass: hotp(rfcSeed, meanwhile) })).toBe(true);
      meanwhile += 1;
    }
    expect((await importing).json.result.value.n_imported).toBe(keys + 30_000);
    // Were it read in one go, one would be answered before and one after.
    expect(meanwhile).toBeGreaterThan(3);
  } finally {
    await house.close();
  }
});
