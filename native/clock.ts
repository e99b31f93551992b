import { setTimeout as wait } from 'node:timers/promises';

/** Time as the drivers know it: never a date, only a distance. */
export interface Clock {
  nowMs(): number;
  /** Ends early, without an error, when the signal fires. */
  sleep(durationMs: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  nowMs: () => performance.now(),
  sleep: async (durationMs, signal) => {
    try {
      await wait(durationMs, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      if (!signal?.aborted) throw error;
    }
  },
};
