import { describe, expect, test } from 'vitest';
import { roleNames, roles, rolesIn } from '../../domain/role.ts';
import { administrativeRights, rights } from '../../server/store/rights.ts';

describe('roles', () => {
  test('are made of rights that there are', () => {
    for (const name of roleNames) {
      for (const right of roles[name]) expect(rights, name).toContain(right);
    }
  });

  test('explain every right there is', () => {
    expect(rolesIn(rights).others).toEqual([]);
  });

  test('give control of trust to nobody who only administers', () => {
    expect(administrativeRights).not.toContain('control_trust');
    const others = roleNames.filter((name) => name !== 'trust');
    expect(others.every((name) => !roles[name].some((right) => right === ('control_trust' as string)))).toBe(true);
  });
});
