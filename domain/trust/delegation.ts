/** A permission lent for a time, as for a holiday. */
export interface Delegation {
  readonly from: string;
  readonly to: string;
  /** ISO dates, both days included, in the office's time. */
  readonly firstDay: string;
  readonly lastDay: string;
  readonly revokedAt: string | null;
}

/** Whether a delegation holds on a day (ISO date). */
export function holdsOn({ firstDay, lastDay, revokedAt }: Delegation, day: string): boolean {
  return revokedAt === null && firstDay <= day && day <= lastDay;
}

/** Nobody lends to oneself, backwards in time, or for longer than a year. */
export function delegationFault(
  { from, to, firstDay, lastDay }: Delegation,
  today: string,
): 'to oneself' | 'ends before it begins' | 'in the past' | 'too long' | undefined {
  if (from === to) return 'to oneself';
  if (lastDay < firstDay) return 'ends before it begins';
  if (lastDay < today) return 'in the past';
  return Date.parse(lastDay) - Date.parse(firstDay) > 366 * 86_400_000 ? 'too long' : undefined;
}
