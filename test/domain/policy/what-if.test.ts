import { expect, test } from 'vitest';
import { type Person, whatIf } from '../../../domain/policy/what-if.ts';
import { policyOf, wednesday } from './policy-of.ts';

const person = (user: string, tokens: number, more: Partial<Person> = {}): Person => ({
  user,
  realm: 'office',
  resolver: 'ldap',
  tokens: Array.from({ length: tokens }, () => ({ revoked: false })),
  ...more,
});

const people = [person('alice', 1), person('bob', 0), person('carol', 0, { tokenRequired: true })];
const circumstances = { at: wednesday, client: '10.0.0.2' };

function affected(...[saved, draft]: [Parameters<typeof whatIf>[0], Parameters<typeof whatIf>[1]]) {
  return whatIf(saved, draft)(people, circumstances).map((one) => [
    one.person.user,
    ...one.changes.map(({ action, before, after }) => `${action}: ${before} -> ${after}`),
  ]);
}

test('shows who would get in by password alone', () => {
  expect(affected([], policyOf('new', 'authentication', 'passthru'))).toEqual([
    ['alice', 'passthru:  -> userstore'],
    ['bob', 'passthru:  -> userstore', 'login: no-token -> passthru no-token'],
    ['carol', 'passthru:  -> userstore'],
  ]);
});

test('shows who would be shut out when a policy is replaced', () => {
  const saved = [policyOf('old', 'authentication', 'passthru')];
  expect(affected(saved, policyOf('old', 'authentication', 'passthru', { user: ['alice'] }))).toEqual([
    ['bob', 'passthru: userstore -> ', 'login: passthru no-token -> no-token'],
    ['carol', 'passthru: userstore -> '],
  ]);
});

test('shows a conflict for those whom it would hit', () => {
  const saved = [policyOf('old', 'authentication', 'otppin=userstore', { user: ['bob'] })];
  expect(affected(saved, policyOf('new', 'authentication', 'otppin=none'))).toEqual([
    ['alice', 'otppin:  -> none'],
    ['bob', 'otppin: userstore -> policy/conflict'],
    ['carol', 'otppin:  -> none'],
  ]);
});

test('affects nobody when nothing changes for anybody', () => {
  const saved = [policyOf('old', 'enrollment', 'maxtoken=10')];
  expect(affected(saved, policyOf('new', 'enrollment', 'max_token_per_user=9'))).toEqual([]);
  expect(affected([], policyOf('new', 'enrollment', 'maxtoken=9', { realm: ['home'] }))).toEqual([]);
  expect(affected([], policyOf('new', 'enrollment', 'maxtoken=9', { active: false }))).toEqual([]);
});
