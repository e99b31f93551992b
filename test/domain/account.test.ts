import { describe, expect, test } from 'vitest';
import { type AccountTokenState, accountTokenState, accountTokenStates } from '../../domain/account.ts';

const at = new Date('2026-11-22T10:00:00Z');
const active = {
  ...{ active: true, revoked: false, locked: false, failures: 0, mostFailures: 10 },
  ...{ validFrom: null, validUntil: null, standIn: null, waitsFor: null },
};
const earlier = '2026-11-22T09:59:59Z';
const later = '2026-11-22T10:00:01Z';

const rows: readonly (readonly [AccountTokenState, Partial<Parameters<typeof accountTokenState>[0]>])[] = [
  ['active', {}],
  ['active', { failures: 9 }],
  ['active', { validFrom: earlier, validUntil: later }],
  ['active', { standIn: 'lostX' }],
  ['not yet valid', { validFrom: later }],
  ['expired', { validUntil: earlier }],
  ['locked', { failures: 10 }],
  ['locked', { failures: 11, validUntil: earlier }],
  ['disabled', { active: false }],
  ['disabled', { active: false, waitsFor: 'code' }],
  ['waits for code', { waitsFor: 'code' }],
  ['waits for code', { waitsFor: 'code', validUntil: earlier }],
  ['locked', { failures: 10, waitsFor: 'code' }],
  ['waits for part', { active: false, waitsFor: 'part' }],
  ['revoked', { active: false, revoked: true, locked: true, waitsFor: 'part' }],
  ['disabled', { active: false, failures: 10 }],
  ['lost', { active: false, standIn: 'lostX' }],
  ['revoked', { revoked: true, active: false, locked: true }],
  ['revoked', { locked: true }],
  ['revoked', { revoked: true, active: false, standIn: 'lostX', failures: 10, validUntil: earlier }],
];

describe('the state of a token of the server', () => {
  test.each(rows)('is %s with %o', (state, some) => {
    expect(accountTokenState({ ...active, ...some }, at)).toBe(state);
  });

  test('has a row above for each there is', () => {
    expect(new Set(rows.map(([state]) => state))).toEqual(new Set(accountTokenStates));
  });
});
