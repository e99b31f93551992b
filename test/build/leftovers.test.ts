import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, it } from 'vitest';
import { endLeftovers } from '../../build/leftovers.ts';

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started) child.kill('SIGKILL');
});

/** A process that waits for ever, started by that run of tests or by none. */
async function waiting(run?: string): Promise<ChildProcess> {
  const env = { ...process.env, ...(run === undefined ? {} : { KEYDESK_STARTED_BY: run }) };
  const child = spawn(process.execPath, ['-e', 'console.log("here"); setInterval(() => {}, 1000)'], { env });
  started.push(child);
  await once(child.stdout, 'data');
  return child;
}

it.runIf(process.platform === 'linux')('ends what a run of tests started, and nothing of another run', async () => {
  const own = `this run ${process.pid}`;
  const [left, foreign, none] = [await waiting(own), await waiting(`${own}, or another`), await waiting()];
  const ended = once(left, 'exit');
  expect(endLeftovers(own)).toBe(1);
  expect(await ended).toEqual([null, 'SIGKILL']);
  expect([foreign.exitCode, foreign.signalCode, none.exitCode, none.signalCode]).toEqual([null, null, null, null]);
});
