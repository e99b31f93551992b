import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { hotp } from '../../domain/otp/hotp.ts';
import { auditEntries, brokenLinkOf } from './audit-chain.ts';
import { type Postgres, postgresUrl, startPostgres } from './postgres.ts';
import { temporaryDirectory } from './server-process.ts';
import { rfcSeed } from './test-station.ts';
import { startTwoServers, type TwoServers } from './two-servers.ts';

let postgres: Postgres;
let two: TwoServers;
beforeAll(async () => {
  postgres = await startPostgres({ durable: true });
  await postgres.run('CREATE DATABASE keydesk');
  const directory = temporaryDirectory();
  writeFileSync(join(directory.path, 'database'), postgresUrl(postgres.port, 'keydesk'));
  two = await startTwoServers(directory);
}, 120_000);
afterAll(async () => {
  await two?.close();
  await postgres?.remove();
});

const check = (serial: string, counter: number, server: 0 | 1 = 0) =>
  two.clients[server].form('/validate/check', { serial, pass: hotp(rfcSeed, counter) });

test('says while the database is away that it is worth trying again, and goes on when it is back', async () => {
  await two.give('O1');
  expect((await check('O1', 0)).json.result.value).toBe(true);
  await postgres.stop();
  const replies = await Promise.all(Array.from({ length: 40 }, () => check('O1', 1)));
  for (const { status, headers, json } of replies) {
    expect([status, json.result.error.code]).toEqual([503, -500]);
    expect(headers['retry-after']).toBe('5');
  }
  // In the gate's own words.
  const login = await two.clients[0].form('/login', { username: 'amara.okafor', password: 'x' });
  expect([login.status, login.headers['retry-after']]).toEqual([503, '5']);
  expect(login.json).toEqual({ next: 'refused', message: expect.stringContaining('cannot be checked') });
  await postgres.start();
  expect((await check('O1', 1)).json.result.value).toBe(true);
  expect((await check('O1', 1, 1)).json.result.value).toBe(false);
}, 120_000);

test('does nothing by halves when connections are cut in the midst of it', async () => {
  const serials = Array.from({ length: 16 }, (_, place) => `C${place}`);
  for (const serial of serials) await two.give(serial);
  let over = false;
  /** Whether cuts have met work that was under way. */
  let isSeen = false;
  const statuses = new Set<number>();
  const cut = "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE application_name = 'keydesk'";
  const cuts = (async () => {
    for (let count = 1; !over; count += 1) {
      await postgres.run(cut);
      if (count > 3 && statuses.has(503)) isSeen = true;
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
  })();
  const accepted = await Promise.all(
    serials.map(async (serial, place) => {
      let count = 0;
      for (let counter = 0; counter < 60 || !isSeen; counter += 1) {
        const { status, json } = await check(serial, counter, place % 2 === 0 ? 0 : 1);
        statuses.add(status);
        if (status === 200 && json.result.value === true) count += 1;
      }
      return count;
    }),
  );
  over = true;
  await cuts;
  expect([...statuses].toSorted()).toEqual([200, 503]);
  await vi.waitFor(async () => expect((await check('C0', 0)).status).toBe(200), { timeout: 30_000 });
  await vi.waitFor(() => two.beside.store.audit.head(), { timeout: 30_000 });
  const entries = await auditEntries(two.beside.store);
  for (const [place, serial] of serials.entries()) {
    const told = entries.filter(({ action, subject }) => action === 'validate/accepted' && subject === serial).length;
    const row = await two.beside.store.credentials.bySerial(serial);
    // What was moved has its entry, and what was answered was moved; an answer may have been lost on its way.
    expect(row?.successes).toBe(told);
    expect(told).toBeGreaterThanOrEqual(accepted[place] ?? 0);
  }
  expect(await brokenLinkOf(two.beside.store)).toBeUndefined();
}, 120_000);
