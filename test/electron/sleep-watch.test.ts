import { expect, test } from 'vitest';
import { watchSleep } from '../../electron/ceremony/sleep-watch.ts';
import { until } from './desk-at-work.ts';

test('a jump of the wall clock against the monotonic one is a sleep, ordinary time is not', async () => {
  const shift = { wallMs: 0, monotonicMs: 0 };
  let slept = 0;
  const stop = watchSleep(
    {
      wallMs: () => Date.now() + shift.wallMs,
      monotonicMs: () => performance.now() + shift.monotonicMs,
    },
    () => {
      slept += 1;
    },
    10,
  );
  await new Promise((resolve) => setTimeout(resolve, 80));
  expect(slept).toBe(0);
  shift.wallMs = 3_600_000;
  await until(() => (slept === 1 ? true : undefined));
  shift.wallMs += 45_000;
  shift.monotonicMs += 45_000;
  await until(() => (slept === 2 ? true : undefined));
  stop();
  shift.wallMs = 0;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(slept).toBe(2);
});
