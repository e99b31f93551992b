import { type Problem, problem } from './problem.ts';

/** Days 1 (Monday) to 7, minutes since midnight; both ends count. */
interface TimeRange {
  readonly firstDay: number;
  readonly lastDay: number;
  readonly start: number;
  readonly end: number;
}

export type TimeWindow = readonly TimeRange[];

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const form = /^([a-z]+)(?:-([a-z]+))?:(\d{1,2})(?::(\d{2}))?-(\d{1,2})(?::(\d{2}))?$/;

/** Reads `Mon-Fri: 8-18, Sat:9:00-12:30`; anything that could never match is a problem. */
export function parseTimeWindow(text: string): { readonly window: TimeWindow; readonly problems: readonly Problem[] } {
  const window: TimeRange[] = [];
  const problems: Problem[] = [];
  const compact = text.replace(/\s+/g, '').toLowerCase();
  for (const part of compact === '' ? [] : compact.split(',')) {
    const range = parseRange(part);
    if ('code' in range) problems.push(range);
    else window.push(range);
  }
  return { window, problems };
}

function parseRange(part: string): TimeRange | Problem {
  const match = form.exec(part);
  if (!match) return problem('time', 'time-malformed', { entry: part });
  const [, first = '', last = first] = match;
  const firstDay = days.indexOf(first) + 1;
  const lastDay = days.indexOf(last) + 1;
  if (firstDay === 0 || lastDay === 0) return problem('time', 'time-day', { entry: firstDay === 0 ? first : last });
  if (firstDay > lastDay) return problem('time', 'time-day-order', { entry: part });
  const start = minutes(match[3], match[4]);
  const end = minutes(match[5], match[6]);
  if (start === undefined || end === undefined) return problem('time', 'time-hour', { entry: part });
  if (start > end) return problem('time', 'time-order', { entry: part });
  return { firstDay, lastDay, start, end };
}

function minutes(hour = '0', minute = '0'): number | undefined {
  return Number(hour) < 24 && Number(minute) < 60 ? Number(hour) * 60 + Number(minute) : undefined;
}

/** A moment as windows look at it: the local day and minute; seconds do not count. */
export interface WeekMinute {
  readonly day: number;
  readonly minute: number;
}

export function weekMinute(at: Date): WeekMinute {
  return { day: at.getDay() || 7, minute: at.getHours() * 60 + at.getMinutes() };
}

/** Whether the moment lies in any range. */
export function inTimeWindow(window: TimeWindow, { day, minute }: WeekMinute): boolean {
  return window.some(
    (range) => range.firstDay <= day && day <= range.lastDay && range.start <= minute && minute <= range.end,
  );
}

/** Whether some moment lies in both. */
export function windowsMeet(one: TimeWindow, other: TimeWindow): boolean {
  return one.some((a) =>
    other.some((b) => a.firstDay <= b.lastDay && b.firstDay <= a.lastDay && a.start <= b.end && b.start <= a.end),
  );
}
