import { expect, test } from 'vitest';
import { watchSleep } from '../../electron/ceremony/sleep-watch.ts';
import { until } from './desk-at-work.ts';

/** Clocks that go on by hand, and who noticed how many sleeps by them. */
function heldClocks() {
  const clock = { wallMs: 0, monotonicMs: 0 };
  let looks = 0;
  const wallMs = () => {
    looks += 1;
    return clock.wallMs;
  };
  return {
    watch: () => {
      const sleeps: true[] = [];
      const stop = watchSleep({ wallMs, monotonicMs: () => clock.monotonicMs }, () => sleeps.push(true), 10);
      return { sleeps, stop };
    },
    pass: async (wall: number, monotonic: number) => {
      clock.wallMs += wall;
      clock.monotonicMs += monotonic;
      const seen = looks;
      await until(() => looks > seen + 3);
    },
  };
}

test('a jump of the wall clock against the monotonic one is a sleep, ordinary time is not', async () => {
  const { watch, pass } = heldClocks();
  const { sleeps, stop } = watch();
  await pass(10, 10);
  await pass(29_000, 1_000);
  expect(sleeps).toHaveLength(0);
  await pass(3_600_000, 10);
  expect(sleeps).toHaveLength(1);
  // A timer that came much too late.
  await pass(45_000, 45_000);
  expect(sleeps).toHaveLength(2);
  stop();
  const other = watch();
  await pass(-3_600_000, 10);
  expect([sleeps.length, other.sleeps.length]).toEqual([2, 1]);
  other.stop();
});
