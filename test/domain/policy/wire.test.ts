import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blankPolicy } from '../../../domain/policy/policy.ts';
import { policyFromWire } from '../../../domain/policy/policy-from-wire.ts';
import { policyToWire } from '../../../domain/policy/policy-to-wire.ts';
import { policyOf } from './policy-of.ts';

test('reads a form, JSON lists and an action object alike', () => {
  const form = policyFromWire('p', {
    scope: 'authentication',
    action: 'otppin=none, smsautosend',
    realm: 'office, home',
    client: '10.0.0.0/8,-10.0.0.1',
    priority: '3',
    active: 'False',
    check_all_resolvers: '1',
  });
  const json = policyFromWire('p', {
    scope: 'authentication',
    action: { otppin: 'none', smsautosend: true },
    realm: ['office', 'home'],
    client: ['10.0.0.0/8', '-10.0.0.1'],
    priority: 3,
    active: false,
    check_all_resolvers: true,
  });
  expect(form).toEqual(json);
  expect(form).toEqual({
    policy: policyOf('p', 'authentication', 'otppin=none, smsautosend', {
      realm: ['office', 'home'],
      client: ['10.0.0.0/8', '-10.0.0.1'],
      priority: 3,
      active: false,
      checkAllResolvers: true,
    }),
    problems: [],
  });
});

test('an empty text is an empty list, and what is missing is as a new policy has it', () => {
  const { policy, problems } = policyFromWire('p', { scope: 'enrollment', user: ' ', active: null });
  expect(policy).toEqual({ ...blankPolicy, name: 'p', scope: 'enrollment' });
  expect(problems).toEqual([]);
});

test.each([
  [{ scope: 'nonsense' }, 'scope scope-unknown'],
  [{ scope: 7 }, 'scope wrong-type'],
  [{ scope: 'enrollment', realm: 7 }, 'realm wrong-type'],
  [{ scope: 'enrollment', realm: [7] }, 'realm wrong-type'],
  [{ scope: 'enrollment', user: Array.from({ length: 10_001 }, () => 'x') }, 'user too-long'],
  [{ scope: 'enrollment', time: 'x'.repeat(8001) }, 'time too-long'],
  [{ scope: 'enrollment', active: 'perhaps' }, 'active wrong-type'],
  [{ scope: 'enrollment', priority: '-1' }, 'priority priority'],
  [{ scope: 'enrollment', priority: '1e3' }, 'priority priority'],
  [{ scope: 'enrollment', action: 7 }, 'action wrong-type'],
  [{ scope: 'enrollment', action: { tokenlabel: { a: 1 } } }, 'action wrong-type'],
  [{ scope: 'enrollment', action: 'maxtoken=1, maxtoken=2' }, 'action action-twice'],
  [{ scope: 'enrollment', conditions: 'not json' }, 'conditions wrong-type'],
  [{ scope: 'enrollment', conditions: [['userinfo', 'type']] }, 'conditions condition-malformed'],
  [{ scope: 'enrollment', conditions: [7] }, 'conditions condition-malformed'],
  [{ scope: 'enrollment', active: { toString: '' } }, 'active wrong-type'],
  [{ scope: 'enrollment', priority: { toString: '' } }, 'priority priority'],
])('refuses %j: %s', (wire, code) => {
  expect(policyFromWire('p', wire).problems.map((one) => `${one.field} ${one.code}`)).toContain(code);
});

test('reads back what it lists', () => {
  const policy = policyOf('p', 'admin', '*, -disable, otp_pin_contents=cn', {
    adminRealm: ['helpdesk'],
    adminUser: ['root'],
    node: ['one'],
    userAgent: ['PAM'],
    userCaseInsensitive: true,
    time: 'Mon-Fri: 8-18',
    description: 'who helps',
    conditions: [
      {
        section: 'userinfo',
        key: 'type',
        comparator: 'in',
        value: 'a,b',
        active: true,
        whenMissing: 'condition_is_false',
      },
    ],
  });
  expect(policyFromWire('p', JSON.parse(JSON.stringify(policyToWire(policy))))).toEqual({ policy, problems: [] });
});

test('never throws, whatever is sent', () => {
  const field = fc.constantFrom(
    'scope',
    'action',
    'realm',
    'user',
    'client',
    'time',
    'priority',
    'active',
    'conditions',
  );
  fc.assert(
    fc.property(fc.dictionary(field, fc.jsonValue()), (wire) => {
      expect(policyFromWire('p', wire).policy.name).toBe('p');
    }),
  );
});
