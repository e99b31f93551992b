import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How late the main process's loop runs, in nanoseconds; each value includes the time between two looks. */
interface LoopDelay {
  readonly histogram: ReturnType<typeof monitorEventLoopDelay>;
  readonly resolutionMs: number;
}

declare global {
  /** There in unpackaged runs, for the bench to read. */
  var keydeskLoopDelay: LoopDelay | undefined;
}

const resolutionMs = 5;

/** Starts to measure how long the main process keeps the window waiting. */
export function measureLoopDelay(): void {
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs });
  histogram.enable();
  globalThis.keydeskLoopDelay = { histogram, resolutionMs };
}
