import { expect, test } from 'vitest';
import { type Attempt, followWays, type LoginFacts, waysIn } from '../../../domain/policy/login-without-token.ts';
import type { Policy } from '../../../domain/policy/policy.ts';
import { PolicyConflict } from '../../../domain/policy/read.ts';
import { alice, askAbout, policyOf } from './policy-of.ts';

const policies = {
  noUser: policyOf('noUser', 'authentication', 'passOnNoUser'),
  noToken: policyOf('noToken', 'authentication', 'passOnNoToken'),
  passthru: policyOf('passthru', 'authentication', 'passthru'),
  anyPin: policyOf('anyPin', 'enrollment', 'autoassignment=any_pin'),
  userstore: policyOf('userstore', 'enrollment', 'autoassignment=userstore'),
};
const every: readonly (readonly Policy[])[] = [
  [],
  [policies.noToken],
  [policies.passthru],
  [policies.anyPin],
  [policies.userstore],
];

const unknown: LoginFacts = { exists: false, tokens: [] };
const zero: LoginFacts = { exists: true, tokens: [] };
const one: LoginFacts = { exists: true, tokens: [{ revoked: false }] };
const revoked: LoginFacts = { exists: true, tokens: [{ revoked: true }, { revoked: true }] };

const anything: Attempt = { rightPassword: false, poolToken: 'none' };
const password: Attempt = { rightPassword: true, poolToken: 'none' };
const poolCode: Attempt = { rightPassword: false, poolToken: 'fits' };
const full: Attempt = { rightPassword: false, poolToken: 'over-limit' };

function login(facts: LoginFacts, set: readonly Policy[], attempt: Attempt): string {
  const result = followWays(waysIn(askAbout(set), facts), attempt);
  if (result.result === 'accept') return `accept by ${result.by} (${result.policies.join()})`;
  return result.result === 'error' ? `error ${result.code}` : result.result;
}

// The rows of mission 1E.1. `*` there is tried with and without each of the policies.
const { noUser, noToken, passthru, anyPin, userstore } = policies;
const rows: readonly (readonly [LoginFacts, readonly Policy[], readonly Policy[][], Attempt, string])[] = [
  [unknown, [noUser], [[noToken], [passthru], [anyPin]], anything, 'accept by passOnNoUser (noUser)'],
  [unknown, [], [[noToken], [passthru], [anyPin], [noToken, passthru, anyPin]], password, 'error 904'],
  [
    zero,
    [noToken],
    [[noUser], [passthru], [anyPin], [passthru, anyPin]],
    poolCode,
    'accept by passOnNoToken (noToken)',
  ],
  [zero, [noToken], [[passthru]], password, 'accept by passOnNoToken (noToken)'],
  [zero, [passthru], [[noUser], [anyPin], [userstore]], password, 'accept by passthru (passthru)'],
  [zero, [passthru, anyPin], [[noUser]], poolCode, 'accept by autoassignment (anyPin)'],
  [zero, [passthru], [[noUser]], anything, 'refuse'],
  [zero, [anyPin], [[noUser]], poolCode, 'accept by autoassignment (anyPin)'],
  [zero, [userstore], [[noUser]], poolCode, 'accept by autoassignment (userstore)'],
  [zero, [userstore], [[noUser]], anything, 'refuse'],
  [zero, [anyPin], [[noUser]], full, 'error 303'],
  [zero, [], [[noUser]], password, 'refuse'],
  [one, [noToken, passthru, anyPin], [[noUser]], password, 'tokens'],
  [one, [noToken, passthru, anyPin], [[noUser]], anything, 'tokens'],
  [revoked, [noToken, passthru, anyPin], [[noUser]], password, 'error 1007'],
];

test.each(rows)('mission 1E.1, row %#', (facts, set, others, attempt, result) => {
  expect(login(facts, set, attempt)).toBe(result);
  for (const other of others)
    expect(login(facts, [...set, ...other], attempt), other.map(({ name }) => name).join()).toBe(result);
});

test('one token in any state ends passOnNoToken, passthru and autoassignment', () => {
  for (const set of every) {
    expect(login({ exists: true, tokens: [{ revoked: false }, { revoked: true }] }, set, poolCode)).toBe('tokens');
  }
});

test('passOnNoToken never assigns a token', () => {
  const ways = waysIn(askAbout([noToken, anyPin, passthru]), zero);
  expect(ways.map(({ way }) => way)).toEqual(['accept']);
});

test('a wrong password with passthru still takes a pool token', () => {
  const ways = waysIn(askAbout([passthru, anyPin]), zero);
  expect(ways).toEqual([
    { way: 'passthru', server: 'userstore', policies: ['passthru'] },
    { way: 'autoassignment', mode: 'any_pin', policies: ['anyPin'] },
    { way: 'refuse', because: 'no-token' },
  ]);
});

test('passthru names the RADIUS server', () => {
  const [way] = waysIn(askAbout([policyOf('p', 'authentication', 'passthru=radius1')]), zero);
  expect(way).toMatchObject({ way: 'passthru', server: 'radius1' });
});

test('who needs a token gets in by taking one, not by passOnNoToken or passthru', () => {
  const required = { ...zero, tokenRequired: true };
  expect(waysIn(askAbout([noToken, passthru]), required)).toEqual([{ way: 'refuse', because: 'token-required' }]);
  expect(waysIn(askAbout([noToken, passthru, anyPin]), required).map(({ way }) => way)).toEqual([
    'autoassignment',
    'refuse',
  ]);
});

test('an unknown user matches by the typed login, realm and client, never by a resolver', () => {
  const ghost = { user: 'ghost', realm: 'office', resolver: '' };
  const accepted = (more: Partial<Policy>) =>
    followWays(waysIn(askAbout([{ ...noUser, ...more }], ghost), unknown), anything).result === 'accept';
  expect(accepted({})).toBe(true);
  expect(accepted({ realm: ['office'] })).toBe(true);
  expect(accepted({ user: ['ghost'] })).toBe(true);
  expect(accepted({ realm: ['home'] })).toBe(false);
  expect(accepted({ user: ['alice'] })).toBe(false);
  expect(accepted({ client: ['11.0.0.0/8'] })).toBe(false);
  expect(accepted({ resolver: ['ldap'] })).toBe(false);
});

test('policies that contradict each other let nobody in', () => {
  const asked = askAbout([passthru, policyOf('other', 'authentication', 'passthru=radius1')], alice);
  expect(() => waysIn(asked, zero)).toThrow(PolicyConflict);
});
