import type { Given } from './facts.ts';

/** How many were given out today and in the last seven days. */
export interface Pace {
  readonly today: number;
  readonly week: number;
}

const dayMs = 86_400_000;
const weekDays = 7;
/** Fewer say nothing about a pace. */
const fewest = 3;

/** By the clock of whoever looks: today began at their midnight. An office's alone, or everybody's. */
export function paceOf(given: readonly Given[], now: Date, office?: string): Pace {
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
  const of = given.filter((one) => office === undefined || one.office === office);
  return { today: since(of, midnight), week: since(of, midnight - (weekDays - 1) * dayMs) };
}

function since(given: readonly Given[], from: number): number {
  return given.reduce((sum, { hour, count }) => (Date.parse(`${hour}:00:00Z`) >= from ? sum + count : sum), 0);
}

/**
 * In how many days the rest would have theirs if it went on like the last seven days, or like the days since the first
 * of them; nothing where too few were given out to say, or it would be longer than a year.
 */
export function daysLeft(given: readonly Given[], rest: number, now: Date): number | undefined {
  const { week } = paceOf(given, now);
  if (rest <= 0 || week < fewest) return undefined;
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
  const days = Array.from({ length: weekDays }, (_, back) => midnight - back * dayMs).filter(
    (day) => since(given, day) - since(given, day + dayMs) > 0,
  );
  const span = Math.round((midnight - Math.min(...days)) / dayMs) + 1;
  const left = Math.ceil((rest * span) / week);
  return left > 365 ? undefined : left;
}
