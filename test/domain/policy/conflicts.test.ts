import { expect, test } from 'vitest';
import { checkPolicy } from '../../../domain/policy/check-policy.ts';
import { conflictsAmong } from '../../../domain/policy/conflicts.ts';
import { policyOf } from './policy-of.ts';

const office = policyOf('office', 'authentication', 'otppin=userstore', { realm: ['office'] });

test('names both policies, the action and what each says, in the order of their names', () => {
  const later = policyOf('a later one', 'authentication', 'otppin=none', { user: ['anna'] });
  expect(conflictsAmong([office, later])).toEqual([
    {
      scope: 'authentication',
      action: 'otppin',
      priority: 1,
      says: [
        { policy: 'a later one', value: 'none' },
        { policy: 'office', value: 'userstore' },
      ],
    },
  ]);
});

test.each([
  ['is switched off', 'otppin=none', { active: false }],
  ['has another priority', 'otppin=none', { priority: 2 }],
  ['is for another realm', 'otppin=none', { realm: ['home'] }],
  ['says the same in another spelling', 'otppin=1', {}],
  ['says something else of another action', 'passthru', {}],
])('finds nothing where the other %s', (_, actions, more) => {
  expect(conflictsAmong([office, policyOf('other', 'authentication', actions, more)])).toEqual([]);
});

test('leaves alone what is added up instead of chosen', () => {
  const one = policyOf('one', 'enrollment', 'max_token_per_user=1');
  const two = policyOf('two', 'enrollment', 'maxtoken=2');
  expect(conflictsAmong([one, two])).toEqual([]);
});

test('finds the older and the newer name of one action', () => {
  const one = policyOf('one', 'enrollment', 'lostTokenPWLen=8');
  const two = policyOf('two', 'enrollment', 'losttoken_PW_length=9');
  expect(conflictsAmong([one, two])).toHaveLength(1);
});

test('agrees with what is refused when a policy is saved', () => {
  const values = ['otppin=none', 'otppin=userstore', 'passthru', 'smstext=a', 'smstext=b'];
  const realms = [[], ['office'], ['home'], ['office', 'home']];
  const some = values.flatMap((actions, one) =>
    realms.map((realm, two) => policyOf(`p${one}${two}`, 'authentication', actions, { realm })),
  );
  for (const one of some) {
    for (const other of some.filter(({ name }) => name > one.name)) {
      const refused = checkPolicy(one, [other]).problems.some(({ code }) => code === 'conflict');
      expect(conflictsAmong([one, other]).length > 0, `${one.name} ${other.name}`).toBe(refused);
    }
  }
});

test('finds none among a thousand policies, each for a realm of its own', () => {
  const many = Array.from({ length: 1000 }, (_, place) =>
    policyOf(`p${place}`, 'authentication', `otppin=${place % 2 ? 'none' : 'userstore'}`, { realm: [`realm${place}`] }),
  );
  expect(conflictsAmong(many)).toEqual([]);
});
