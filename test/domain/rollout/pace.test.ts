import { expect, test } from 'vitest';
import { daysLeft, paceOf } from '../../../domain/rollout/pace.ts';

const now = new Date(2026, 10, 20, 15, 30);
/** An hour of a day before or at `now`, as the server tells it. */
const given = (daysBefore: number, hour: number, count: number, office = 'bern') => ({
  office,
  count,
  hour: new Date(2026, 10, 20 - daysBefore, hour).toISOString().slice(0, 13),
});

test('counts what was given out since midnight and in seven days, by the clock of whoever looks', () => {
  const some = [given(0, 0, 2), given(0, 15, 1), given(1, 23, 4), given(6, 0, 8), given(7, 23, 16)];
  expect(paceOf(some, now)).toEqual({ today: 3, week: 15 });
});

test('counts an office alone', () => {
  const some = [given(0, 9, 2), given(0, 9, 5, 'basel'), given(2, 9, 7, 'basel')];
  expect(paceOf(some, now, 'basel')).toEqual({ today: 5, week: 12 });
  expect(paceOf(some, now, 'nowhere')).toEqual({ today: 0, week: 0 });
});

test.each([
  ['all of it today', [given(0, 9, 5)], 10, 2],
  ['two a day for a week', Array.from({ length: 7 }, (_, day) => given(day, 9, 2)), 5, 3],
  ['since four days, with days off between', [given(3, 9, 2), given(0, 9, 2)], 10, 10],
  ['the rest within the day', [given(0, 9, 20)], 3, 1],
  ['too few to say', [given(0, 9, 2)], 10, undefined],
  ['longer than a year', [given(6, 9, 3)], 1000, undefined],
  ['nobody left', [given(0, 9, 9)], 0, undefined],
  ['long ago', [given(9, 9, 30)], 5, undefined],
])('says how long the rest takes: %s', (_how, some, rest, days) => {
  expect(daysLeft(some, rest, now)).toBe(days);
});

test('says nothing of an hour that is none', () => {
  expect(paceOf([{ office: '', hour: 'now', count: 9 }], now)).toEqual({ today: 0, week: 0 });
});
