import { expect, test } from 'vitest';
import { type LoginFacts, type WayIn, waysIn } from '../../../domain/policy/login-without-token.ts';
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

const { noUser, noToken, passthru, anyPin, userstore } = policies;

/** A way in words: what it is, by what, and the policies that opened it. */
function told(way: WayIn): string {
  const by =
    'by' in way ? way.by : 'mode' in way ? way.mode : 'code' in way ? way.code : 'because' in way ? way.because : '';
  return `${way.way} ${by} ${'policies' in way ? way.policies.join() : ''}`.trim().replace('  ', ' ');
}
const login = (facts: LoginFacts, set: readonly Policy[]) => waysIn(askAbout(set), facts).map(told);

// Who asks, the policies, others that change nothing, and the ways in their order.
const rows: readonly (readonly [LoginFacts, readonly Policy[], readonly Policy[][], readonly string[]])[] = [
  [unknown, [noUser], [[noToken], [passthru], [anyPin]], ['accept passOnNoUser noUser']],
  [unknown, [], [[noToken], [passthru], [anyPin], [noToken, passthru, anyPin]], ['fail 904']],
  [zero, [noToken], [[noUser], [passthru], [anyPin], [passthru, anyPin]], ['accept passOnNoToken noToken']],
  [zero, [passthru], [[noUser]], ['passthru passthru', 'refuse no-token']],
  [zero, [passthru, anyPin], [[noUser]], ['passthru passthru', 'autoassignment any_pin anyPin', 'refuse no-token']],
  [zero, [anyPin], [[noUser]], ['autoassignment any_pin anyPin', 'refuse no-token']],
  [zero, [userstore], [[noUser]], ['autoassignment userstore userstore', 'refuse no-token']],
  [zero, [], [[noUser]], ['refuse no-token']],
  [one, [noToken, passthru, anyPin], [[noUser]], ['tokens']],
  [revoked, [noToken, passthru, anyPin], [[noUser]], ['fail 1007']],
];

test.each(rows)('opens the ways of row %#, in their order', (facts, set, others, ways) => {
  expect(login(facts, set)).toEqual(ways);
  for (const other of others)
    expect(login(facts, [...set, ...other]), other.map(({ name }) => name).join()).toEqual(ways);
});

test('one token in any state ends passOnNoToken, passthru and autoassignment', () => {
  for (const set of every) {
    expect(login({ exists: true, tokens: [{ revoked: false }, { revoked: true }] }, set)).toEqual(['tokens']);
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
    waysIn(askAbout([{ ...noUser, ...more }], ghost), unknown)[0]?.way === 'accept';
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
