import type { Permission } from './groups.ts';

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

/** What a desk was told of somebody: theirs for good, and what was lent that day, each with its last day (ISO date). */
interface Told {
  readonly offices: readonly string[];
  readonly everywhere: boolean;
  readonly permissions: readonly Permission[];
  readonly until: string | null;
  readonly own?: { readonly permissions: readonly Permission[]; readonly offices: readonly string[] } | undefined;
  readonly loans: readonly { readonly office: string; readonly lastDay: string }[];
}

/** What somebody may do, and where; `controls` is where they control trust. */
interface Standing {
  readonly permissions: readonly Permission[];
  readonly offices: readonly string[];
  readonly everywhere: boolean;
  readonly controls: { readonly offices: readonly string[]; readonly everywhere: boolean };
  readonly own: { readonly permissions: readonly Permission[]; readonly offices: readonly string[] };
}

/** What is left on a later day of what was told: loans that are over lend nothing. Nothing when nothing is left. */
export function standingOn(told: Told, day: string): Standing | undefined {
  const { everywhere, until, loans } = told;
  if (told.own === undefined) {
    const { permissions, offices } = told;
    const controls = { offices, everywhere };
    const own = { permissions, offices };
    return until !== null && until < day ? undefined : { permissions, offices, everywhere, controls, own };
  }
  const { own } = told;
  const lent = [...new Set(loans.filter(({ lastDay }) => day <= lastDay).map(({ office }) => office))];
  if (own.permissions.length === 0 && lent.length === 0) return undefined;
  const offices = [...new Set([...own.offices, ...lent])];
  const permissions = new Set<Permission>([
    ...own.permissions,
    ...(lent.length > 0 ? (['control_trust'] as const) : []),
  ]);
  const controls = own.permissions.includes('control_trust')
    ? { offices, everywhere }
    : { offices: lent, everywhere: false };
  return { permissions: [...permissions], offices, everywhere, controls, own };
}
