import { expect, test } from 'vitest';
import { contactText, gateAfterPassword } from '../../../domain/trust/gate.ts';
import { everyone, type Group, type Setting } from '../../../domain/trust/groups.ts';
import { type GatePerson, lockedOut, newlyLockedOut, withGroup } from '../../../domain/trust/lockout.ts';

type Row = readonly [
  hasToken: boolean,
  requireToken: Setting | 'unset',
  passwordRight: boolean,
  next: 'code' | 'done' | 'refused',
  contact: boolean,
];

// The rows of the table "Haplo gate combined with policies".
test.each<Row>([
  [true, 'allow', true, 'code', false],
  [true, 'unset', true, 'code', false],
  [true, 'deny', true, 'code', false],
  [false, 'allow', true, 'refused', true],
  [false, 'unset', true, 'done', false],
  [false, 'deny', true, 'done', false],
  [true, 'allow', false, 'refused', false],
  [true, 'unset', false, 'refused', false],
  [false, 'allow', false, 'refused', false],
  [false, 'unset', false, 'refused', false],
])('token %s, required %s, right password %s: %s, contact text %s', (hasToken, requireToken, passwordRight, ...is) => {
  const { next, contact } = gateAfterPassword({ hasToken, requireToken, passwordRight });
  expect([next, contact]).toEqual(is);
});

test('gives the words of a new system when the contact text is blank', () => {
  expect(contactText(' \n', 'Ask the administrator.')).toBe('Ask the administrator.');
  expect(contactText(' Ask Ida, room 3. ', 'Ask the administrator.')).toBe('Ask Ida, room 3.');
});

const finance: Group = { id: 'finance', name: 'Finance', within: [], settings: { require_token: 'allow' } };
const all: Group = { id: everyone, name: 'Everyone', within: [], settings: { require_token: 'allow' } };

function person(id: string, has: GatePerson['has'], ...memberOf: string[]): GatePerson {
  return { id, name: id, office: 'Zürich', memberOf, has };
}

const people = [person('anna', 'nothing', 'finance'), person('bob', 'token', 'finance'), person('cleo', 'nothing')];

test('names those without a token of whom one is required, and why', () => {
  const now = new Map([[finance.id, finance]]);
  expect(lockedOut(now, people)).toEqual([{ person: people[0], because: [['finance']] }]);
});

test('names only those whom a change would lock out', () => {
  const now = new Map([[finance.id, finance]]);
  expect(newlyLockedOut(now, withGroup(now, all), people).map(({ person: { id } }) => id)).toEqual(['cleo']);
});

test('locks nobody out whom a group excepts', () => {
  const excepted: Group = { id: 'excepted', name: 'Excepted', within: [], settings: { require_token: 'deny' } };
  const groups = new Map([finance, excepted].map((group) => [group.id, group]));
  expect(lockedOut(groups, [person('anna', 'nothing', 'finance', 'excepted')])).toEqual([]);
});

test('names whoever has only revoked tokens, whatever is required of them, and as locked out already before a change', () => {
  const revoked = [person('dora', 'revoked'), person('eva', 'revoked', 'finance')];
  const now = new Map([[finance.id, finance]]);
  expect(lockedOut(now, revoked)).toEqual(revoked.map((one) => ({ person: one, because: [] })));
  expect(newlyLockedOut(now, withGroup(now, all), revoked)).toEqual([]);
});
