import { expect, test } from 'vitest';
import { explain } from '../../../domain/policy/explain.ts';
import type { Policy } from '../../../domain/policy/policy.ts';
import { askAbout, policyOf } from './policy-of.ts';

const p = (name: string, actions: string, more: Partial<Policy> = {}) =>
  policyOf(name, 'authentication', actions, more);

test('says for each policy which dimensions keep it from the request', () => {
  const explained = explain(
    askAbout([
      p('open', 'smsautosend'),
      p('asleep', 'smsautosend', { active: false }),
      p('elsewhere', 'smsautosend', { realm: ['home'], client: ['11.0.0.0/8'], time: 'Sat: 8-18' }),
      p('others', 'smsautosend', { user: ['*', '-alice'], resolver: ['sql'] }),
      p('unknown', 'smsautosend', {
        conditions: [
          { section: 'userinfo', key: 'x', comparator: 'equals', value: 'y', active: true, whenMissing: 'raise_error' },
        ],
      }),
    ]),
  );
  expect(explained.map(({ name, matched, mismatches }) => [name, matched, mismatches])).toEqual([
    ['open', true, []],
    ['asleep', false, ['active']],
    ['elsewhere', false, ['realm', 'client', 'time']],
    ['others', false, ['user', 'resolver']],
    ['unknown', false, ['conditions']],
  ]);
});

test.each([
  [[p('a', 'otppin=none')], [['took-effect', []]]],
  [
    [p('a', 'otppin=none'), p('b', 'otppin=userstore', { priority: 2 })],
    [
      ['took-effect', []],
      ['outranked', ['a']],
    ],
  ],
  [
    [p('a', 'otppin=none'), p('b', 'otppin=userstore')],
    [
      ['conflict', ['b']],
      ['conflict', ['a']],
    ],
  ],
  [
    [p('a', 'otppin=none'), p('b', 'otppin=userstore'), p('c', 'otppin=none', { priority: 2 })],
    [
      ['conflict', ['b']],
      ['conflict', ['a']],
      ['outranked', ['a', 'b']],
    ],
  ],
  [
    [p('a', 'passthru=0'), p('b', 'passthru', { priority: 2 })],
    [
      ['switched-off', []],
      ['outranked', ['a']],
    ],
  ],
  [
    [p('a', 'smsautosend=0'), p('b', 'smsautosend')],
    [
      ['switched-off', []],
      ['took-effect', []],
    ],
  ],
  [
    [p('a', 'challenge_response=hotp'), p('b', 'challenge_response=totp', { priority: 2 })],
    [
      ['took-effect', []],
      ['took-effect', []],
    ],
  ],
  [[p('a', 'otppin=none', { realm: ['home'] })], [['not-matched', []]]],
])('tells what became of each: %#', (policies, effects) => {
  expect(explain(askAbout(policies)).flatMap((one) => one.effects.map(({ effect, by }) => [effect, by]))).toEqual(
    effects,
  );
});

test('tells which limit was the highest', () => {
  const policies = [
    policyOf('nine', 'enrollment', 'maxtoken=9'),
    policyOf('ten', 'enrollment', 'max_token_per_user=10'),
  ];
  expect(explain(askAbout(policies), 'enrollment').map(({ effects }) => effects)).toEqual([
    [{ action: 'max_token_per_user', effect: 'not-highest', by: ['ten'] }],
    [{ action: 'max_token_per_user', effect: 'took-effect', by: [] }],
  ]);
  expect(explain(askAbout(policies), 'authentication')).toEqual([]);
});

test('names the policy whose condition keeps the request from being decided', () => {
  const missing = p('blind', 'otppin=none', {
    conditions: [
      { section: 'userinfo', key: 'x', comparator: 'equals', value: 'y', active: true, whenMissing: 'raise_error' },
    ],
  });
  const [, other] = explain(askAbout([missing, p('b', 'otppin=userstore')]));
  expect(other?.effects).toEqual([{ action: 'otppin', effect: 'failed', by: ['blind'] }]);
});

test('says that a stored value cannot be read', () => {
  expect(explain(askAbout([policyOf('a', 'enrollment', 'maxtoken=many')]))[0]?.effects).toEqual([
    { action: 'max_token_per_user', effect: 'unreadable', by: [] },
  ]);
});
