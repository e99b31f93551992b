import { createElement } from 'react';
import { describe, expect, it } from 'vitest';
import type { LaneView, SpareView } from '../../domain/contract/reprogram.ts';
import { spareStages } from '../../domain/stock/reprogram.ts';
import { ReprogramDone } from '../../renderer/stock/reprogram-done.tsx';
import { ReprogramLane } from '../../renderer/stock/reprogram-lane.tsx';
import { inOrder } from '../../renderer/stock/reprogram-order.ts';
import { type LanePrompt, missingOf, promptOf } from '../../renderer/stock/reprogram-prompt.ts';
import { draw, untranslated, wordsOf } from './draw.ts';

const shownAlive = { fresh: 'alive', typed: true, former: 1, formerAlive: 0 } as const;

function spare(place: number, wish: Partial<SpareView> = {}): SpareView {
  return {
    id: `spare-${place}`,
    place,
    serial: `2000000${place}`,
    model: 'YubiKey 5 NFC',
    slot: 1,
    stage: 'done',
    before: 'returned',
    problem: null,
    record: null,
    delivery: null,
    proof: null,
    isHere: false,
    ...wish,
  };
}

function laneOf(spares: readonly SpareView[], wish: Partial<LaneView> = {}): LaneView {
  const done = spares.filter(({ stage }) => stage === 'done').length;
  return {
    id: 'lane',
    office: { id: 'madrid', name: 'Madrid' },
    expected: 5,
    type: 'hotp',
    digits: 6,
    slot: 1,
    overwrite: false,
    startedBy: 'anna',
    startedAt: '2026-11-22T06:00:00.000Z',
    finishedAt: null,
    running: true,
    problem: null,
    notice: null,
    count: { done, waiting: 0, setAside: 0, left: 5 - done },
    spares: [...spares],
    ports: spares
      .filter(({ isHere }) => isHere)
      .map(({ id, serial, model }) => ({ presence: id, serial, model, spare: id, failure: null })),
    ...wish,
  };
}

const here = { isHere: true } as const;
const locked = { code: 'token/access-code', context: { reason: 'not given', slot: 1 } } as const;

describe('what a hand is told to do next', () => {
  const cases: readonly (readonly [LanePrompt, LaneView])[] = [
    ['insertFirst', laneOf([])],
    ['insert', laneOf([spare(1)])],
    ['writing', laneOf([spare(1, { ...here, stage: 'writing' })])],
    ['touch', laneOf([spare(1, { ...here, stage: 'written' }), spare(2, { ...here, stage: 'writing' })])],
    ['touchSeveral', laneOf([1, 2].map((place) => spare(place, { ...here, stage: 'written' })))],
    ['insert', laneOf([spare(1, { stage: 'written' })])],
    ['remove', laneOf([spare(1, here)])],
    ['aside', laneOf([spare(1, here), spare(2, { ...here, stage: 'quarantined' })])],
    ['all', laneOf([1, 2, 3, 4, 5].map((place) => spare(place)))],
  ];
  it.each(cases)('is %s', (prompt, lane) => expect(promptOf(lane)).toBe(prompt));
});

describe.each(['en', 'de'] as const)('the lane, in %s', (language) => {
  const drawn = (lane: LaneView) => draw(createElement(ReprogramLane, { lane }), language);

  it('has words for every stage, each problem in its row and in its port', async () => {
    for (const stage of spareStages) {
      const problem = stage === 'failed' ? locked : null;
      const markup = await drawn(laneOf([spare(1, { ...here, stage, problem })]));
      expect(untranslated(markup)).toEqual([]);
      expect(markup).not.toContain('[object Object]');
    }
  });

  it('says of the old code and the new one only what the server has shown', async () => {
    const words: Record<string, string> = {};
    const states: readonly (readonly [string, Partial<SpareView>])[] = [
      ['waiting', { delivery: 'waiting' }],
      ['asking', { delivery: 'delivered' }],
      ['refused', { delivery: 'refused' }],
      ['alive', { delivery: 'delivered', proof: shownAlive }],
      ['first', { delivery: 'delivered', proof: { ...shownAlive, former: 0 } }],
      ['old alive', { delivery: 'delivered', proof: { ...shownAlive, formerAlive: 1 } }],
      ['other seed', { delivery: 'delivered', proof: { ...shownAlive, typed: false } }],
      ['gone', { delivery: 'delivered', proof: { ...shownAlive, fresh: 'gone' } }],
    ];
    for (const [name, wish] of states) {
      const markup = await drawn(laneOf([spare(1, wish)]));
      expect(untranslated(markup)).toEqual([]);
      words[name] = /<tbody>(.*)<\/tbody>/s.exec(markup)?.[1] ?? '';
      const isProven = /data-meaning="proven".*data-meaning="proven"/s.test(words[name]);
      expect(isProven, name).toBe(name === 'alive' || name === 'first');
    }
    expect(new Set(Object.values(words)).size, 'each is worded apart').toBe(states.length);
  });

  it('says at its end what lies on the shelf, what was put aside, and what is missing', async () => {
    const spares = [spare(1, { delivery: 'delivered', proof: shownAlive }), spare(2, { delivery: 'waiting' })];
    const lane = laneOf([...spares, spare(3, { stage: 'quarantined' })], {
      finishedAt: '2026-11-22T07:00:00.000Z',
      count: { done: 2, waiting: 0, setAside: 1, left: 3 },
    });
    const markup = await draw(createElement(ReprogramDone, { lane }), language);
    expect(untranslated(markup)).toEqual([]);
    expect(wordsOf(markup)).toContain('Madrid');
  });
});

it('misses of a box neither what was put aside nor what nobody touched', () => {
  expect(missingOf({ done: 2, waiting: 1, setAside: 1, left: 3 })).toBe(1);
  expect(missingOf({ done: 1, waiting: 0, setAside: 1, left: 1 })).toBe(0);
  expect(missingOf({ done: 1, waiting: 0, setAside: 3, left: 1 })).toBe(0);
  expect(missingOf({ done: 1, waiting: 0, setAside: 0, left: null })).toBe(0);
});

it('lists what may hold an old owner’s secret first, then the newest', () => {
  const all = [
    spare(1, { before: 'returned', stage: 'written' }),
    spare(2, { before: 'blank', stage: 'written' }),
    spare(3, { before: 'returned', stage: 'done' }),
    spare(4, { before: 'revoked', stage: 'failed' }),
    spare(5, { before: 'in stock', stage: 'seen' }),
  ];
  expect(inOrder(all).map(({ place }) => place)).toEqual([4, 1, 5, 3, 2]);
});
