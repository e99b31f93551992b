import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
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
}, 60_000);
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
}, 60_000);

test('does nothing by halves when connections are cut in the midst of it', async () => {
  const serials = Array.from({ length: 16 }, (_, place) => `C${place}`);
  for (const serial of serials) await two.give(serial);
  let over = false;
  const cuts = (async () => {
    let count = 0;
    while (!over) {
      await postgres.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'keydesk'");
      count += 1;
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    return count;
  })();
  const statuses = new Set<number>();
  const accepted = await Promise.all(
    serials.map(async (serial, place) => {
      let count = 0;
      for (let counter = 0; counter < 60; counter += 1) {
        const { status, json } = await check(serial, counter, place % 2 === 0 ? 0 : 1);
        statuses.add(status);
        if (status === 200 && json.result.value === true) count += 1;
      }
      return count;
    }),
  );
  over = true;
  expect(await cuts).toBeGreaterThan(3);
  expect([...statuses].every((status) => status === 200 || status === 503)).toBe(true);
  expect(statuses).toContain(503);
  const entries = await auditEntries(two.beside.store);
  for (const [place, serial] of serials.entries()) {
    const told = entries.filter(({ action, subject }) => action === 'validate/accepted' && subject === serial).length;
    const row = await two.beside.store.credentials.bySerial(serial);
    // What was moved has its entry, and what was answered was moved; an answer may have been lost on its way.
    expect(row?.successes).toBe(told);
    expect(told).toBeGreaterThanOrEqual(accepted[place] ?? 0);
  }
  expect(await brokenLinkOf(two.beside.store)).toBeUndefined();
  expect((await check('C0', 60)).status).toBe(200);
}, 60_000);
