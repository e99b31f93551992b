import { setTimeout as wait } from 'node:timers/promises';

/** Time as the drivers know it: never a date, only a distance. */
export interface Clock {
  nowMs(): number;
  sleep(durationMs: number): Promise<void>;
}

export const systemClock: Clock = {
  nowMs: () => performance.now(),
  sleep: async (durationMs) => {
    await wait(durationMs);
  },
};
