import fc from 'fast-check';
import { expect, test } from 'vitest';
import { circleOf, effective, everyone, type Group, isAllowed, type Setting } from '../../../domain/trust/groups.ts';

type Row = readonly [settings: Readonly<Record<string, Setting>>, memberOf: readonly string[], expected: string];

const within: Readonly<Record<string, readonly string[]>> = {
  zurich: ['offices'],
  offices: ['staff'],
  guests: [],
  staff: [],
  [everyone]: [],
};

function groupsWith(settings: Readonly<Record<string, Setting>>): ReadonlyMap<string, Group> {
  return new Map(
    Object.entries(within).map(([id, above]) => {
      const setting = settings[id];
      return [id, { id, name: id, within: above, settings: setting === undefined ? {} : { control_trust: setting } }];
    }),
  );
}

test.each<Row>([
  [{}, ['zurich'], 'unset'],
  [{ zurich: 'allow' }, ['zurich'], 'allow'],
  [{ zurich: 'allow' }, ['guests'], 'unset'],
  [{ zurich: 'allow' }, ['offices'], 'unset'],
  [{ staff: 'allow' }, ['zurich'], 'allow'],
  [{ staff: 'deny', zurich: 'allow' }, ['zurich'], 'deny'],
  [{ zurich: 'deny', staff: 'allow' }, ['zurich'], 'deny'],
  [{ guests: 'deny', zurich: 'allow' }, ['zurich', 'guests'], 'deny'],
  [{ guests: 'deny', zurich: 'allow' }, ['zurich'], 'allow'],
  [{ [everyone]: 'allow' }, [], 'allow'],
  [{ [everyone]: 'deny', zurich: 'allow' }, ['zurich'], 'deny'],
  [{ zurich: 'allow' }, ['nowhere'], 'unset'],
])('with %j somebody in %j has it %s', (settings, memberOf, expected) => {
  expect(effective(groupsWith(settings), memberOf, 'control_trust').setting).toBe(expected);
});

test('is closed for everybody, administrators included, until a group allows it', () => {
  expect(isAllowed(new Map(), ['administrators'], 'control_trust')).toBe(false);
});

test('names the way to each group that decides', () => {
  const { because } = effective(groupsWith({ staff: 'allow', [everyone]: 'allow' }), ['zurich'], 'control_trust');
  expect(because).toEqual([[everyone], ['zurich', 'offices', 'staff']]);
});

test('finds the circle that putting a group within another would make', () => {
  expect(circleOf(groupsWith({}), 'staff', 'zurich')).toEqual(['staff', 'zurich', 'offices', 'staff']);
  expect(circleOf(groupsWith({}), 'staff', 'staff')).toEqual(['staff', 'staff']);
  expect(circleOf(groupsWith({}), 'guests', 'zurich')).toBeUndefined();
});

test('walks a circle that is there all the same only once', () => {
  const circle = new Map(
    ['a', 'b'].map((id): [string, Group] => [
      id,
      { id, name: id, within: [id === 'a' ? 'b' : 'a'], settings: id === 'b' ? { require_token: 'allow' } : {} },
    ]),
  );
  expect(effective(circle, ['a'], 'require_token')).toEqual({ setting: 'allow', because: [['a', 'b']] });
});

test('never allows what any group that holds for the person denies', () => {
  const ids = ['a', 'b', 'c', 'd', everyone];
  const group = (id: string) =>
    fc.record({
      id: fc.constant(id),
      name: fc.constant(id),
      within: fc.subarray(ids),
      settings: fc.constantFrom<Group['settings']>({}, { control_trust: 'allow' }, { control_trust: 'deny' }),
    });
  fc.assert(
    fc.property(fc.tuple(...ids.map(group)), fc.subarray(ids), (all, memberOf) => {
      const groups = new Map(all.map((one) => [one.id, one]));
      const holding = new Set([...memberOf, everyone]);
      for (const id of holding) for (const above of groups.get(id)?.within ?? []) holding.add(above);
      const settings = [...holding].map((id) => groups.get(id)?.settings.control_trust);
      const expected = settings.includes('deny') ? 'deny' : settings.includes('allow') ? 'allow' : 'unset';
      expect(effective(groups, memberOf, 'control_trust').setting).toBe(expected);
    }),
  );
});
