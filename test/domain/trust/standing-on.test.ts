import { expect, test } from 'vitest';
import { standingOn } from '../../../domain/trust/delegation.ts';

const loan = { office: 'zurich', lastDay: '2026-11-23' };
const lentOnly = {
  offices: ['zurich'],
  everywhere: false,
  permissions: ['control_trust'] as const,
  until: '2026-11-23',
  own: { permissions: [], offices: [] },
  loans: [loan],
};

test('ends a loan with its last day, whatever is left', () => {
  expect(standingOn(lentOnly, '2026-11-23')).toMatchObject({ permissions: ['control_trust'], offices: ['zurich'] });
  expect(standingOn(lentOnly, '2026-11-24')).toBeUndefined();
});

test('leaves somebody what is theirs for good once a loan is over', () => {
  const told = {
    ...lentOnly,
    offices: ['lagos', 'zurich'],
    until: null,
    own: { permissions: ['control_trust'] as const, offices: ['lagos'] },
  };
  expect(standingOn(told, '2026-11-23')?.offices).toEqual(['lagos', 'zurich']);
  expect(standingOn(told, '2026-11-24')).toMatchObject({ permissions: ['control_trust'], offices: ['lagos'] });
});

test('controls trust only where it is lent, for whoever keeps a shelf elsewhere', () => {
  const told = {
    ...lentOnly,
    offices: ['lagos', 'zurich'],
    permissions: ['handle_stock', 'control_trust'] as const,
    until: null,
    own: { permissions: ['handle_stock'] as const, offices: ['lagos'] },
  };
  const during = standingOn(told, '2026-11-23');
  expect(during?.controls).toEqual({ offices: ['zurich'], everywhere: false });
  expect([...(during?.permissions ?? [])].sort()).toEqual(['control_trust', 'handle_stock']);
  expect(standingOn(told, '2026-11-24')).toMatchObject({ permissions: ['handle_stock'], offices: ['lagos'] });
});

test('goes by what an older server tells', () => {
  const told = { ...lentOnly, own: undefined, loans: [] };
  expect(standingOn(told, '2026-11-23')?.controls.offices).toEqual(['zurich']);
  expect(standingOn(told, '2026-11-24')).toBeUndefined();
});
