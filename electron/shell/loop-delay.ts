import { createHistogram } from 'node:perf_hooks';

/** How late the main process's loop ran. */
export interface LoopDelay {
  readonly p99: number;
  readonly max: number;
  /** How often the loop was looked at. */
  readonly looks: number;
}

declare global {
  /** There in unpackaged runs, for the bench to start; answers the function that ends and tells, in milliseconds. */
  var keydeskLoopDelay: (() => () => LoopDelay) | undefined;
}

const everyMs = 5;

/**
 * Offers to measure how long the main process keeps the window waiting. Node's own `monitorEventLoopDelay` is of no
 * use here: its timer does not keep the loop going, and Electron's loop rests when nothing does.
 */
export function offerLoopDelay(): void {
  globalThis.keydeskLoopDelay = () => {
    const histogram = createHistogram();
    let last = performance.now();
    const looking = setInterval(() => {
      const now = performance.now();
      histogram.record(Math.max(1, Math.round((now - last - everyMs) * 1000)));
      last = now;
    }, everyMs);
    return () => {
      clearInterval(looking);
      return { p99: histogram.percentile(99) / 1000, max: histogram.max / 1000, looks: histogram.count };
    };
  };
}
