import { until } from './desk-at-work.ts';

/** A clock for uptimeMs that goes on by hand alone, so that nothing runs out while a slow machine is at something else. */
export function heldClock() {
  let upMs = 0;
  let looks = 0;
  return {
    uptimeMs: () => {
      looks += 1;
      return upMs;
    },
    pass: (ms: number) => {
      upMs += ms;
    },
    /** Once it was looked at several times from now on: whoever watches it has seen what it says. */
    lookedAt: async () => {
      const seen = looks;
      await until(() => looks > seen + 3);
    },
  };
}
