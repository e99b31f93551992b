const lookEveryMs = 5_000;
const jumpMs = 30_000;

/**
 * Notices that the machine slept: the wall clock moved on without the monotonic one, or a timer came much too late.
 * A clock that somebody set looks the same, and confirming a person once more does no harm. Returns what stops it.
 */
export function watchSleep(
  clocks: { readonly wallMs: () => number; readonly monotonicMs: () => number },
  slept: () => void,
  everyMs = lookEveryMs,
): () => void {
  let wall = clocks.wallMs();
  let monotonic = clocks.monotonicMs();
  const timer = setInterval(() => {
    const wallPassed = clocks.wallMs() - wall;
    const monotonicPassed = clocks.monotonicMs() - monotonic;
    wall += wallPassed;
    monotonic += monotonicPassed;
    if (Math.abs(wallPassed - monotonicPassed) > jumpMs || monotonicPassed > everyMs + jumpMs) slept();
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
