import { describe, expect, test } from 'vitest';
import {
  countLane,
  nextSpare,
  onlyMatch,
  type Spare,
  type SpareEvent,
  type SpareStage,
  slotFor,
  spareRefusal,
  spareStages,
} from '../../../domain/stock/reprogram.ts';
import type { TokenSerial, TokenStanding } from '../../../domain/token.ts';

const failure = { code: 'token/write-refused', context: {} } as const;
const spare = (stage: SpareStage): Spare => ({
  id: 'a',
  place: 1,
  token: { serial: '20000001' as TokenSerial, model: 'YubiKey 5 NFC', firmware: '5.4.3', transport: 'usb' },
  plan: { type: 'hotp', digits: 6, counter: 0, slot: 1 },
  controller: 'anna',
  before: 'returned',
  stage,
  issuance: 'b',
  wrongCodes: 0,
  problem: undefined,
  record: undefined,
  proof: undefined,
});
const { plan } = spare('seen');
const events: readonly SpareEvent[] = [
  { kind: 'met', plan, controller: 'ben', before: 'in stock', refusal: undefined },
  { kind: 'intent kept', issuance: 'c' },
  { kind: 'write begun' },
  { kind: 'write proven' },
  { kind: 'write refused', failure },
  { kind: 'write unknown', failure },
  { kind: 'code refused', failure: { code: 'code/wrong', context: {} } },
  { kind: 'recorded', record: 'd' },
  { kind: 'overtaken', failure },
  { kind: 'shown', proof: { fresh: 'alive', typed: true, former: 1, formerAlive: 0 } },
];
type Row = Partial<Record<SpareEvent['kind'], SpareStage>>;

/** Where each event leads; what is not here leaves everything as it is. */
const table: Readonly<Record<SpareStage, Row>> = {
  seen: { met: 'seen', 'intent kept': 'prepared', 'write refused': 'failed' },
  refused: { met: 'seen' },
  prepared: { 'write begun': 'writing', 'write refused': 'failed' },
  writing: { 'write proven': 'written', 'write refused': 'failed', 'write unknown': 'quarantined' },
  written: { 'code refused': 'written', recorded: 'done', 'write unknown': 'quarantined', overtaken: 'failed' },
  done: { shown: 'done' },
  failed: { met: 'seen' },
  quarantined: { met: 'seen' },
};

describe.each(spareStages)('a token that is %s', (stage) => {
  test.each(events)('after "$kind"', (event) => {
    const before = spare(stage);
    const after = nextSpare(before, event);
    const expected = table[stage][event.kind];
    if (expected === undefined) expect(after).toBe(before);
    else expect(after.stage).toBe(expected);
  });
});

test('a refusal at the meeting keeps the token away from everything but being met again', () => {
  const refusal = { code: 'act/somebodys', context: { name: 'Amara Okafor' } } as const;
  const refused = nextSpare(spare('seen'), { kind: 'met', plan, controller: 'ben', before: 'issued', refusal });
  expect(refused).toMatchObject({ stage: 'refused', problem: refusal, controller: 'ben', issuance: undefined });
});

test('no token is done without having been written, and none is written again once it is done', () => {
  const ways = (from: SpareStage) => new Set(Object.values(table[from]));
  for (const stage of spareStages) {
    if (stage !== 'written' && stage !== 'done') expect(ways(stage).has('done'), stage).toBe(false);
    if (stage !== 'prepared' && stage !== 'writing') expect(ways(stage).has('writing'), stage).toBe(false);
  }
  expect([...ways('done')]).toEqual(['done']);
});

test('only wrong codes are counted, and a proven write begins anew', () => {
  const wrong = nextSpare(spare('written'), { kind: 'code refused', failure: { code: 'code/wrong', context: {} } });
  const used = nextSpare(wrong, { kind: 'code refused', failure: { code: 'code/used', context: {} } });
  expect([wrong.wrongCodes, used.wrongCodes]).toEqual([1, 1]);
});

const lane = { overwrite: false };
test.each<readonly [TokenStanding, string | undefined]>([
  [{ kind: 'ready' }, undefined],
  [{ kind: 'no serial' }, 'token/no-serial'],
  [{ kind: 'issued', holder: 'Amara Okafor' }, 'act/somebodys'],
  [{ kind: 'occupied', slots: [1] }, 'token/occupied'],
  [{ kind: 'occupied', slots: [2] }, undefined],
  [{ kind: 'quarantined', slots: [1] }, undefined],
  [{ kind: 'quarantined', slots: [1, 2] }, 'reprogram/both-slots'],
  [{ kind: 'unavailable', state: 'in transit' }, 'token/unavailable'],
  [{ kind: 'unavailable', state: 'lost' }, 'token/unavailable'],
  [{ kind: 'unavailable', state: 'scrapped' }, 'token/unavailable'],
  [{ kind: 'unavailable', state: 'suspended' }, 'token/unavailable'],
  [{ kind: 'unavailable', state: 'revoked' }, undefined],
  [{ kind: 'unavailable', state: 'returned' }, undefined],
])('by its standing: %o is refused with %s', (standing, code) => {
  expect(spareRefusal(standing, false, lane, 1)?.code).toBe(code);
});

test('a lost one is told to be taken back, one that is away to be looked up', () => {
  const refused = (state: 'lost' | 'in transit') =>
    spareRefusal({ kind: 'unavailable', state }, false, lane, 1)?.context;
  expect(refused('lost')).toEqual({ state: 'lost', reason: 'found' });
  expect(refused('in transit')).toEqual({ state: 'in transit', reason: 'lane' });
});

test('a slot of somebody else is written over where the lane says so, and a practice token never', () => {
  expect(spareRefusal({ kind: 'occupied', slots: [1] }, false, { overwrite: true }, 1)).toBeUndefined();
  expect(spareRefusal({ kind: 'ready' }, true, { overwrite: true }, 1)?.code).toBe('reprogram/practice');
});

test.each<readonly [TokenStanding, readonly (1 | 2)[], 1 | 2]>([
  [{ kind: 'ready' }, [], 1],
  [{ kind: 'ready' }, [2], 2],
  [{ kind: 'ready' }, [2, 1], 1],
  [{ kind: 'quarantined', slots: [2] }, [1, 2], 2],
])('%o with %o of ours is written in slot %i', (standing, written, slot) => {
  expect(slotFor({ slot: 1 }, standing, written)).toBe(slot);
});

test('a code belongs to exactly one token, or to none', () => {
  expect(onlyMatch([])).toBe('nobody');
  expect(onlyMatch([{ a: 1 }])).toEqual({ a: 1 });
  expect(onlyMatch([{ a: 1 }, { a: 2 }])).toBe('more than one');
});

test('n of m counts what is done, and a box that holds more than was said has none left', () => {
  const spares = spareStages.map((stage) => ({ stage }));
  expect(countLane({ expected: undefined }, spares)).toEqual({ done: 1, waiting: 4, setAside: 3, left: undefined });
  expect(countLane({ expected: 12 }, spares).left).toBe(11);
  expect(countLane({ expected: 1 }, [{ stage: 'done' }, { stage: 'done' }]).left).toBe(0);
});
