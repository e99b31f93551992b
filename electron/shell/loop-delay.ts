import { monitorEventLoopDelay } from 'node:perf_hooks';

declare global {
  /** How late the main process's loop runs, in nanoseconds; there in unpackaged runs, for the bench to read. */
  var keydeskLoopDelay: ReturnType<typeof monitorEventLoopDelay> | undefined;
}

/** Between two looks at the clock. What the histogram holds includes it. */
export const loopResolutionMs = 5;

/** Starts to measure how long the main process keeps the window waiting. */
export function measureLoopDelay(): void {
  globalThis.keydeskLoopDelay = monitorEventLoopDelay({ resolution: loopResolutionMs });
  globalThis.keydeskLoopDelay.enable();
}
