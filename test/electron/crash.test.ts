import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deskAtWork, newDirectory, setUp } from './desk-at-work.ts';
import { checkVaultAt } from './invariants.ts';
import { type RunningServer, runServer } from './running-server.ts';

const child = new URL('./crash-child.ts', import.meta.url).pathname;
let server: RunningServer;
let directory: string;
let tokens: string;

beforeAll(async () => {
  server = await runServer();
  tokens = newDirectory();
  directory = newDirectory();
  const at = await deskAtWork({ directory });
  await setUp(at, server.code());
  await at.desk.close();
}, 60_000);
afterAll(() => server?.kill());

/** Runs the child; gives the last line it printed, and whether it was killed. */
function run(former: number, token: number, from: 'start' | 'ceremony', crashAt: number, killAfterMs?: number) {
  const file = (number: number) => join(tokens, `token-${number}.json`);
  const args = [child, directory, file(former), file(token), from, String(crashAt)];
  const process_ = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const killer = killAfterMs === undefined ? undefined : setTimeout(() => process_.kill('SIGKILL'), killAfterMs);
  let said = '';
  process_.stdout.on('data', (part) => {
    said += part;
  });
  return new Promise<{ killed: boolean; said: string }>((resolve) => {
    process_.once('close', (_code, signal) => {
      clearTimeout(killer);
      resolve({ killed: signal === 'SIGKILL', said: said.trim() });
    });
  });
}

test('comes back from kill -9 at every crash point of a ceremony and of its delivery, and loses nothing', async () => {
  const points: string[] = [];
  for (let crashAt = 1; ; crashAt += 1) {
    const { killed, said } = await run(crashAt - 1, crashAt, 'ceremony', crashAt);
    await checkVaultAt(directory);
    if (!killed) {
      expect(said).toBe('finished');
      break;
    }
    points.push(said);
  }
  expect(points.length).toBeGreaterThan(40);
  for (const wanted of [
    'after issuance/prepared',
    'after token/writing',
    'in token/issued',
    'after a receipt is kept',
  ]) {
    expect(points).toContain(wanted);
  }
}, 300_000);

test('comes back from kill -9 at moments nobody chose', async () => {
  for (let round = 1; round <= 6; round += 1) {
    const afterMs = 300 + Math.floor(Math.random() * 500);
    const { killed } = await run(8000 + round - 1, 8000 + round, 'ceremony', 0, afterMs);
    await checkVaultAt(directory);
    console.log(`killed after ${afterMs} ms: ${killed}`);
  }
  expect(await run(8006, 8007, 'ceremony', 0)).toEqual({ killed: false, said: 'finished' });
  await checkVaultAt(directory);
}, 120_000);

test('recovers however often the recovery itself is killed', async () => {
  const stuck = 9000;
  const { said } = await run(stuck - 1, stuck, 'ceremony', 22);
  expect(said).toBe('during the write');
  for (let crashAt = 1; crashAt < 9; crashAt += 1) {
    const { killed } = await run(stuck, stuck, 'start', crashAt);
    expect(killed).toBe(true);
    await checkVaultAt(directory);
  }
  expect(await run(stuck, stuck + 1, 'start', 0)).toEqual({ killed: false, said: 'finished' });
  await checkVaultAt(directory);
}, 120_000);
