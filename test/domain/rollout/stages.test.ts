import { expect, test } from 'vitest';
import type { RolloutFacts } from '../../../domain/contract/rollout.ts';
import { isRollingOut, stagesOf } from '../../../domain/rollout/stages.ts';

const nothing: RolloutFacts = {
  need: 0,
  have: 0,
  queued: 0,
  lockedOut: 0,
  tokens: { known: 0, free: 0, away: 0, spoilt: 0 },
  contact: false,
  offices: [],
  groups: [{ id: 'everyone', name: 'Everyone', requires: false, required: false, people: 20, need: 0, have: 0 }],
  given: [],
};
const office = (id: string, ...controllers: string[]) => ({
  id,
  name: id.toUpperCase(),
  controllers,
  need: 1,
  have: 0,
  queued: 1,
  shelf: 0,
});
const required = { id: 'finance', name: 'Finance', requires: true, required: true, people: 2, need: 2, have: 2 };
const join = (names: readonly string[]) => names.join(' + ');
const stage = (facts: Partial<RolloutFacts>, name: string) =>
  stagesOf({ ...nothing, ...facts }, join).find((one) => one.name === name);

test('begins with ordering tokens, and says of each other stage that it is later', () => {
  expect(stagesOf(nothing, join).map(({ name, state }) => `${name} ${state}`)).toEqual([
    'order now',
    'controllers next',
    'contact next',
    'issue next',
    'enforce next',
  ]);
});

test.each<[string, Partial<RolloutFacts>, object, boolean]>([
  ['order', {}, { say: 'no tokens' }, false],
  ['order', { need: 5, tokens: { known: 3, free: 2, away: 1, spoilt: 0 } }, { say: 'too few', count: 2 }, false],
  [
    'order',
    { need: 5, have: 2, tokens: { known: 5, free: 2, away: 1, spoilt: 0 } },
    { say: 'no spare', count: 0 },
    true,
  ],
  ['order', { need: 1, tokens: { known: 3, free: 3, away: 0, spoilt: 0 } }, { say: 'enough', count: 2 }, true],
  ['order', { tokens: { known: 3, free: 0, away: 0, spoilt: 1 } }, { say: 'none left' }, false],
  ['order', { need: 1, have: 1, tokens: { known: 1, free: 0, away: 0, spoilt: 0 } }, { say: 'none left' }, false],
  [
    'order',
    { need: 1, have: 1, tokens: { known: 1, free: 0, away: 0, spoilt: 0 }, groups: [required] },
    { say: 'no spare', count: 0 },
    true,
  ],
  ['order', { need: 1, have: 1, tokens: { known: 3, free: 1, away: 1, spoilt: 0 } }, { say: 'enough', count: 2 }, true],
  ['controllers', {}, { say: 'no office' }, false],
  ['controllers', { offices: [office('')] }, { say: 'no office' }, false],
  [
    'controllers',
    { offices: [office('bern', 'ida'), office('basel')] },
    { say: 'office without', names: 'BASEL' },
    false,
  ],
  ['controllers', { offices: [office('bern', 'ida'), office('')] }, { say: 'each office', count: 1 }, true],
  ['contact', {}, { say: 'own words' }, false],
  ['contact', { contact: true }, { say: 'said' }, true],
  ['issue', {}, { say: 'nobody to get one' }, false],
  ['issue', { need: 20, have: 17 }, { say: 'so far', have: 17, need: 20 }, false],
  ['issue', { need: 20, have: 20 }, { say: 'everybody', count: 20 }, true],
  ['enforce', {}, { say: 'nobody required' }, false],
  ['enforce', { groups: [required], lockedOut: 2 }, { say: 'locked out', count: 2 }, false],
  ['enforce', { groups: [required] }, { say: 'required', names: 'Finance' }, true],
])('shows %s of %j by %j', (name, facts, fact, done) => {
  const shown = stage(facts, name);
  expect([shown?.fact, shown?.state === 'done']).toEqual([fact, done]);
});

test('names the first stage that is not done as the one to do now, whatever is done behind it', () => {
  const facts = { ...nothing, contact: true, need: 1, have: 1, tokens: { known: 2, free: 1, away: 0, spoilt: 0 } };
  expect(stagesOf(facts, join).map(({ state }) => state)).toEqual(['done', 'now', 'done', 'done', 'next']);
});

test('is on from the first office or the first in the queue until all of it is done', () => {
  expect(isRollingOut(nothing)).toBe(false);
  expect(isRollingOut({ ...nothing, offices: [office('')] })).toBe(false);
  expect(isRollingOut({ ...nothing, offices: [office('bern')] })).toBe(true);
  expect(isRollingOut({ ...nothing, queued: 1 })).toBe(true);
  const done = {
    ...nothing,
    need: 2,
    have: 2,
    contact: true,
    tokens: { known: 2, free: 0, away: 0, spoilt: 0 },
    offices: [office('bern', 'ida')],
    groups: [required],
  };
  expect(stagesOf(done, join).every(({ state }) => state === 'done')).toBe(true);
  expect(isRollingOut(done)).toBe(false);
});
