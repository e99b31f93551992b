import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { channels } from '../../domain/contract/ipc.ts';
import { filesIn, found } from '../electron/hunt.ts';
import { heading, issueTo, pin, setUpDesk } from './actions.ts';
import { ask } from './bridge.ts';
import { logInTwice } from './holder-login.ts';
import { sendHostileRequests } from './hostile-requests.ts';
import { type House, newHouse, type OpenApp, seedInToken } from './launch.ts';
import { memoryHolds } from './memory.ts';
import { recordTraffic, type Traffic } from './traffic.ts';

/*
 * 1. First start: the vault is made, the station enrolled by the code that lies ready, the controller named.
 * 2. Person, checks, token, program, prove by two touches, PIN, hand over, sign-off.
 * 3. The record reaches the server by itself; the person's next code is accepted, the same code refused.
 * 4. The seed and the PIN are looked for in all that was kept, said and sent.
 */
const person = 'Amara Okafor';
let house: House;
let open: OpenApp;
let traffic: Traffic;

beforeAll(async () => {
  house = await newHouse();
  open = await house.open();
  await setUpDesk(open.page);
  const recorded = await recordTraffic(open.app);
  await issueTo(open.page, person);
  await open.page.getByText('Recorded, and the server has it').waitFor();
  traffic = await recorded();
});
afterAll(() => house?.end());

test('issues a token to a person, and the record is delivered', async () => {
  const { rows } = await ask(open.page, 'records/list', { query: '', limit: 10 });
  expect(rows).toMatchObject([
    { kind: 'issued', holderName: person, delivery: 'delivered', practice: false, sequence: 2 },
    { kind: 'guidelines read', delivery: 'delivered', controller: 'anna', sequence: 1 },
  ]);
  expect(await ask(open.page, 'sync/state')).toMatchObject({ waiting: 0, problem: null });
});

test('lets the person log in with the next code, and not with the same code again', async () => {
  expect(await logInTwice(house, 'amara.okafor')).toEqual([true, false]);
});

test('breaks no rule of the content policy on the way, and complains of nothing', () => {
  expect(open.complaints).toEqual([]);
});

test('goes on to the next person from the receipt', async () => {
  await open.page.getByRole('button', { name: /^Next person/ }).click();
  await heading(open.page, 'Who gets the token?').waitFor();
});

test('tells no secret to a window that turned evil', async () => {
  const replies = await open.page.evaluate(sendHostileRequests, Object.keys(channels));
  const { rows } = await ask(open.page, 'records/list', { query: '', limit: 10 });
  const read = [replies, rows, await ask(open.page, 'records/get', { id: rows[0]?.id ?? '' })];
  const said = Buffer.from(JSON.stringify(read));
  expect([...found(said, seedInToken(house, 1).slice(0, 16)), ...found(said, Buffer.from(pin))]).toEqual([]);
});

test('has the seed in the memory of neither the window nor the shell', async (context) => {
  const processes = await open.app.evaluate(({ app }) => app.getAppMetrics().map(({ pid, type }) => ({ pid, type })));
  const seed = seedInToken(house, 1).slice(0, 16);
  for (const type of ['Browser', 'Tab']) {
    const pid = processes.find((one) => one.type === type)?.pid ?? 0;
    const memory = memoryHolds(pid, [Buffer.from(seed), Buffer.from(Buffer.from(seed).toString('hex'))]);
    if (memory === 'unreadable') return context.skip('this system does not let one process read the memory of another');
    expect(memory, type).toBe(false);
    expect(memoryHolds(pid, [Buffer.from('app://keydesk/')]), `${type}: the hunt reads memory`).toBe(true);
  }
});

test('leaves the seed and the PIN nowhere but in the token', async () => {
  const seed = seedInToken(house, 1);
  const chosen = Buffer.from(pin);
  expect(found(readFileSync(house.tokenFile), seed.slice(0, 16))).toContain('hex');
  expect(traffic.calls).toBeGreaterThan(15);
  expect(found(Buffer.from(traffic.requests), chosen)).toContain('hex');

  const said = Buffer.from(traffic.replies + traffic.events);
  expect(found(Buffer.concat([said, Buffer.from(traffic.requests)]), seed.slice(0, 16))).toEqual([]);
  expect(found(said, chosen)).toEqual([]);
  expect(found(Buffer.from(house.log()), seed.slice(0, 16))).toEqual([]);
  expect(found(Buffer.from(house.log()), chosen)).toEqual([]);
  await open.quit();
  const kept = [...filesIn(house.data), ...filesIn(house.server.data)];
  expect(kept.some((path) => path.endsWith('vault.sqlite'))).toBe(true);
  for (const path of kept) {
    const content = readFileSync(path);
    expect([...found(content, seed.slice(0, 16)), ...found(content, chosen)], path).toEqual([]);
  }
});
