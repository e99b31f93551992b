import type { Clock } from '../../native/clock.ts';

interface Wait {
  readonly untilMs: number;
  readonly end: () => void;
}

/** A clock that goes on by hand alone: who waits, waits until so much has passed. */
export function clockByHand(): Clock & { readonly waits: () => number; readonly pass: (durationMs: number) => void } {
  let nowMs = 1000;
  const waiting = new Set<Wait>();
  return {
    nowMs: () => nowMs,
    sleep: (durationMs, signal) =>
      new Promise((resolve) => {
        if (durationMs <= 0 || signal?.aborted) return resolve();
        const wait: Wait = {
          untilMs: nowMs + durationMs,
          end: () => {
            waiting.delete(wait);
            resolve();
          },
        };
        waiting.add(wait);
        signal?.addEventListener('abort', wait.end, { once: true });
      }),
    waits: () => waiting.size,
    pass: (durationMs) => {
      nowMs += durationMs;
      for (const { untilMs, end } of [...waiting]) if (untilMs <= nowMs) end();
    },
  };
}
