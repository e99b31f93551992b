import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inTimeWindow, parseTimeWindow, weekMinute, windowsMeet } from '../../../domain/policy/time-window.ts';

/** Monday is 2026-08-17, local time. */
const at = (day: number, hour: number, minute = 0, second = 0) => new Date(2026, 7, 16 + day, hour, minute, second);

test.each([
  ['Mon-Fri: 8-18', at(1, 8), true],
  ['Mon-Fri: 8-18', at(5, 18), true],
  ['Mon-Fri: 8-18', at(5, 18, 0, 59), true],
  ['Mon-Fri: 8-18', at(5, 18, 1), false],
  ['Mon-Fri: 8-18', at(3, 7, 59), false],
  ['Mon-Fri: 8-18', at(6, 12), false],
  ['Sat:9:00-12:30', at(6, 12, 30), true],
  ['Sat:9:00-12:30', at(6, 12, 31), false],
  ['sAT : 9:00 - 12:30', at(6, 10), true],
  ['Mon-Fri: 8-18, Sat:9-12', at(6, 10), true],
  ['Mon-Fri: 8-18, Sat:9-12', at(7, 10), false],
  ['Sun: 0:00-23:59', at(7, 23, 59), true],
])('%s at %s: %s', (text, moment, inside) => {
  const { window, problems } = parseTimeWindow(text);
  expect(problems).toEqual([]);
  expect(inTimeWindow(window, weekMinute(moment))).toBe(inside);
});

test.each([
  ['Sat-Mon: 8-18', 'time-day-order'],
  ['Mon-Fri: 18-8', 'time-order'],
  ['Mon-Fri: 8:30-8:29', 'time-order'],
  ['Mo-Fr: 8-18', 'time-day'],
  ['Mon-Foo: 8-18', 'time-day'],
  ['Mon: 8-25', 'time-hour'],
  ['Mon: 8:60-18', 'time-hour'],
  ['always', 'time-malformed'],
  ['Mon 8-18', 'time-malformed'],
  ['Mon: 8', 'time-malformed'],
  ['Mon-Fri: 8-18,', 'time-malformed'],
])('refuses %s: %s', (text, code) => {
  expect(parseTimeWindow(text).problems).toMatchObject([{ field: 'time', code }]);
});

test('two windows meet exactly when some minute of the week lies in both', () => {
  const range = fc.tuple(fc.nat(6), fc.nat(6), fc.nat(23), fc.nat(23)).map(([a, b, c, d]) => {
    const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
    return `${days[Math.min(a, b)]}-${days[Math.max(a, b)]}: ${Math.min(c, d)}-${Math.max(c, d)}`;
  });
  fc.assert(
    fc.property(range, range, (one, other) => {
      const [a, b] = [parseTimeWindow(one).window, parseTimeWindow(other).window];
      const hours = Array.from({ length: 7 * 24 }, (_, hour) => at(1, hour));
      const both = hours.some((moment) => inTimeWindow(a, weekMinute(moment)) && inTimeWindow(b, weekMinute(moment)));
      expect(windowsMeet(a, b)).toBe(both);
    }),
  );
});
