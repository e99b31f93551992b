import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { passwordTurn } from '../../server/check/pin.ts';
import { serve } from '../../server/commands/serve.ts';
import { type House, openHouse, password } from './house.ts';
import { httpsClient } from './https-client.ts';

let house: House;
let time = new Date('2026-11-21T12:00:00Z');
const now = () => time;
beforeAll(async () => {
  house = await openHouse(now);
});
afterAll(() => house.close());

const logIn = (username: string, given: string, client = house.client) =>
  client.form('/auth', { username, password: given });

test('after ten wrong passwords of a name even the right one waits, also after a restart, and then it is let in', async () => {
  const other = await openHouse(now);
  const { client } = other;
  for (let guess = 0; guess < 10; guess += 1) expect((await logIn('root', `${guess}`, client)).status).toBe(401);
  const turned = await logIn('root', password, client);
  expect([turned.status, turned.headers['retry-after']]).toEqual([429, '900']);
  expect(turned.json.result.error.message).toBe('Authentication failure. Too many log-ins failed. Try again later.');

  await other.server.close();
  const server = await serve(other.directory, { host: '127.0.0.1', port: 0 }, now);
  const again = httpsClient(server.url, server.installation.authority.ca);
  expect((await logIn('root', password, again)).status).toBe(429);
  time = new Date(time.getTime() + 15 * 60_000);
  expect((await logIn('root', password, again)).status).toBe(200);
  again.close();
  await server.close();
});

test('guesses that come at once are counted one by one', async () => {
  time = new Date(time.getTime() + 3_600_000);
  const answers = await Promise.all(Array.from({ length: 20 }, () => logIn('root', 'guess')));
  const statuses = answers.map(({ status }) => status).sort();
  expect(statuses).toEqual([...Array(10).fill(401), ...Array(10).fill(429)]);
});

test('after thirty wrong passwords of any names the address waits', async () => {
  time = new Date(time.getTime() + 3_600_000);
  for (let guess = 0; guess < 30; guess += 1) expect((await logIn(`name${guess}`, 'x')).status).toBe(401);
  expect((await logIn('somebody', 'x')).status).toBe(429);
  expect((await logIn('root', password)).status).toBe(429);
});

test('a flood of log-ins is sent away and keeps neither codes nor records waiting', async () => {
  time = new Date(time.getTime() + 3_600_000);
  await house.give('F1', { ownerId: await house.personId('amara.okafor') });
  const station = await house.enrol();
  const signed = await station.issue({ serial: '1', username: 'bjoern.aagaard', userId: '1002', pin: '1234' });
  let letGo = () => {};
  const held = passwordTurn(
    () =>
      new Promise<void>((resolve) => {
        letGo = resolve;
      }),
  );
  const answered: number[] = [];
  const flood = Array.from({ length: 100 }, async (_, guess) => {
    const reply = await logIn(`flood${guess}`, 'x');
    answered.push(reply.status);
    return reply;
  });
  // Thirty-two wait for their turn.
  const sentAway = Array(100 - 32).fill(503);
  await vi.waitFor(() => expect(answered).toEqual(sentAway), { timeout: 30_000 });
  expect((await station.put(signed)).status).toBe(200);
  const check = await house.client.form('/validate/check', {
    user: 'bjoern.aagaard',
    realm: 'office',
    pass: '1234000000',
  });
  expect(check.status).toBe(200);
  expect(answered).toEqual(sentAway);
  letGo();
  await held;
  const busy = (await Promise.all(flood)).filter(({ status }) => status === 503);
  expect(busy).toHaveLength(sentAway.length);
  expect(busy[0]?.headers['retry-after']).toBe('5');
});
