const firstMs = 1_000;
const longestMs = 60_000;

/** How long to wait after so many failures in a row: doubling to a minute, half of it by chance so that stations spread. */
export function backoffMs(failures: number, chance: () => number = Math.random): number {
  const full = Math.min(longestMs, firstMs * 2 ** Math.max(0, failures - 1));
  return Math.round(full / 2 + (full / 2) * chance());
}
