import type { Clock } from '../../native/clock.ts';

/** A clock that jumps over every wait: time passes, nobody waits. */
export function jumpingClock(): Clock & { pass(durationMs: number): void } {
  let nowMs = 1000;
  return {
    nowMs: () => nowMs,
    pass: (durationMs) => {
      nowMs += durationMs;
    },
    sleep: async (durationMs, signal) => {
      if (!signal?.aborted) nowMs += durationMs;
    },
  };
}
