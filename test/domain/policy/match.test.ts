import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ask, compilePolicies } from '../../../domain/policy/compile.ts';
import { compilePolicy } from '../../../domain/policy/compiled-policy.ts';
import { matches } from '../../../domain/policy/match.ts';
import type { Policy } from '../../../domain/policy/policy.ts';
import { readFlag } from '../../../domain/policy/read.ts';
import { type PolicyRequest, prepareRequest } from '../../../domain/policy/request.ts';
import { policyOf, wednesday } from './policy-of.ts';

function isFor(more: Partial<Policy>, request: Partial<PolicyRequest>): boolean {
  const scope = more.adminUser || more.adminRealm ? 'admin' : 'authentication';
  const compiled = compilePolicy(policyOf('p', scope, 'passOnNoUser', more));
  return matches(compiled, prepareRequest({ at: wednesday, ...request }));
}

test.each([
  // list, searched, found
  [[], 'bob', true],
  [['bob'], 'bob', true],
  [['bob'], 'alice', false],
  [['*'], 'bob', true],
  [['-bob'], 'bob', false],
  [['-bob'], 'alice', false],
  [['!bob'], 'alice', false],
  [['*', '-bob'], 'bob', false],
  [['*', '-bob'], 'alice', true],
  [['-bob', '*'], 'bob', false],
  [['-bob', '*'], 'alice', true],
  [['*', '!bob'], 'bob', false],
  [['customer_.*'], 'customer_7', true],
  [['customer_.*'], 'a_customer_7', false],
  [['user1'], 'user1234', false],
  [['user1'], 'auser1', false],
  [['user[0-9]'], 'user7', true],
  [['*', '-b.b'], 'bob', true],
  [['Bob'], 'bob', false],
  [['a|b'], 'ax', false],
  [['a|b'], 'b', true],
  [['ab*'], 'a', true],
  [['ab?c'], 'ac', true],
  [['ab{0,1}c'], 'ac', true],
  [['-bob'], '-bob', true],
])('a list of %j holds %s: %s', (list, name, held) => {
  expect(isFor({ user: list }, { user: name })).toBe(held);
  expect(isFor({ realm: list }, { realm: name })).toBe(held);
  expect(isFor({ adminUser: list }, { adminUser: name })).toBe(held);
  expect(isFor({ adminRealm: list }, { adminRealm: name })).toBe(held);
});

test.each([
  [['Bob'], 'bOB', true],
  [['*', '-Bob'], 'bOB', false],
  [['CUSTOMER_.*'], 'customer_7', true],
  [['bob'], 'bobby', false],
])('with user_case_insensitive %j holds %s: %s', (list, name, held) => {
  expect(isFor({ user: list, userCaseInsensitive: true }, { user: name })).toBe(held);
});

test.each(['realm', 'user', 'resolver', 'adminRealm', 'adminUser'] as const)(
  '%s: what is not given filters nothing, the empty text matches only an open policy',
  (part) => {
    expect(isFor({ [part]: ['x'] }, {})).toBe(true);
    expect(isFor({ [part]: ['x'] }, { [part]: '' })).toBe(false);
    expect(isFor({ [part]: ['*'] }, { [part]: '' })).toBe(false);
    expect(isFor({ [part]: ['.*'] }, { [part]: '' })).toBe(false);
    expect(isFor({ [part]: [] }, { [part]: '' })).toBe(true);
  },
);

test.each([
  // list, all resolvers, found in, resolvers of the realm, matches
  [['ldap'], false, 'ldap', ['ldap', 'sql'], true],
  [['ldap'], false, 'sql', ['ldap', 'sql'], false],
  [['ldap'], true, 'sql', ['ldap', 'sql'], true],
  [['ldap'], true, 'sql', ['sql'], false],
  [['ldap', '-ldap'], false, 'ldap', [], true],
  [['l.*'], false, 'ldap', [], false],
  [['*'], false, 'ldap', [], true],
])('resolvers %j (all: %s) for a user of %s in %j: %s', (resolver, checkAllResolvers, found, resolvers, held) => {
  expect(isFor({ resolver, checkAllResolvers }, { resolver: found, resolvers })).toBe(held);
});

test('nodes are equal or open, user agents are equal in any case', () => {
  expect(isFor({ node: ['one'] }, { node: 'one' })).toBe(true);
  expect(isFor({ node: ['one'] }, { node: 'two' })).toBe(false);
  expect(isFor({ userAgent: ['privacyidea-cp'] }, { userAgent: 'privacyIDEA-CP' })).toBe(true);
  expect(isFor({ userAgent: ['privacyidea-cp'] }, { userAgent: 'PAM' })).toBe(false);
});

test('an inactive policy is for no request', () => {
  expect(isFor({ active: false }, {})).toBe(false);
});

test('all dimensions must hold, each by itself', () => {
  const policy = { user: ['bob'], realm: ['office'], client: ['10.0.0.0/8'], time: 'Mon-Fri: 8-18' };
  const request = { user: 'bob', realm: 'office', client: '10.1.1.1', at: wednesday };
  expect(isFor(policy, request)).toBe(true);
  for (const other of [
    { user: 'eve' },
    { realm: 'home' },
    { client: '11.1.1.1' },
    { at: new Date(2026, 7, 19, 19, 0) },
  ]) {
    expect(isFor(policy, { ...request, ...other })).toBe(false);
  }
});

test('the index finds exactly the policies that match one by one', () => {
  const names = ['alice', 'Alice', 'bob', 'x', '', 'a', 'bab'];
  const lists = fc.subarray(['alice', 'Alice', 'bob', '*', '-bob', 'a.*', '.*b', '[xy]', 'ab*', 'x'], { maxLength: 3 });
  const client = fc.subarray(['10.0.0.0/8', '10.1.0.0/16', '-10.1.0.1', '::/0'], { maxLength: 2 });
  const policy = fc.record({
    user: lists,
    realm: lists,
    client,
    userCaseInsensitive: fc.boolean(),
    active: fc.boolean(),
  });
  const person = fc.constantFrom(...names, undefined);
  const address = fc.constantFrom('10.1.0.1', '10.1.0.2', '11.0.0.1', '::1', 'nonsense', undefined);
  fc.assert(
    fc.property(fc.array(policy, { maxLength: 8 }), person, person, address, (parts, user, realm, client) => {
      const policies = parts.map((part, number) => policyOf(`p${number}`, 'authentication', 'passOnNoUser', part));
      const request = {
        at: wednesday,
        ...(client === undefined ? {} : { client }),
        ...(user === undefined ? {} : { user }),
        ...(realm === undefined ? {} : { realm }),
      };
      const found = readFlag(ask(compilePolicies(policies), request), 'authentication', 'passOnNoUser').policies;
      const oneByOne = policies.filter((one) => matches(compilePolicy(one), prepareRequest(request)));
      expect([...found].sort()).toEqual(oneByOne.map(({ name }) => name).sort());
    }),
    { numRuns: 500 },
  );
});
