import { expect, test } from 'vitest';
import { challengeUrl, renderUrl } from '../../../domain/policy/challenge-url.ts';
import { PolicyConflict } from '../../../domain/policy/read.ts';
import { askAbout, policyOf } from './policy-of.ts';

const office = policyOf('office', 'authentication', 'qrtanurl=https://office.example/', { realm: ['office'] });
const home = policyOf('home', 'authentication', 'qrtanurl=https://home.example/', { realm: ['home'] });
const any = policyOf('any', 'authentication', 'qrtanurl=https://any.example/', { realm: ['*'], priority: 2 });
const open = policyOf('open', 'authentication', 'qrtanurl=https://any.example/', { priority: 2 });
const nobody = { user: '', realm: '', resolver: '' };

test.each([
  [[office, home], ['office'], 'https://office.example/', ['office']],
  [[office, home], ['home'], 'https://home.example/', ['home']],
  [[office, home], ['shop'], undefined, []],
  [[office, home], [], undefined, []],
  [[office, any], [], 'https://any.example/', ['any']],
  [[office, open], [], 'https://any.example/', ['open']],
  [[office, any], ['office'], 'https://office.example/', ['office']],
  [[office], ['office', 'shop'], 'https://office.example/', ['office']],
  [[any, open], ['office', 'home'], 'https://any.example/', ['any', 'open']],
])('%#: is matched by the realms of the token', (policies, realms, value, names) => {
  expect(challengeUrl(askAbout(policies, nobody), realms)).toEqual({ value, policies: names });
});

test('realms of one token with different addresses contradict each other', () => {
  expect(() => challengeUrl(askAbout([office, home], nobody), ['office', 'home'])).toThrow(PolicyConflict);
  expect(() => challengeUrl(askAbout([office, any], nobody), ['office', 'home'])).toThrow(
    expect.objectContaining({ context: { action: 'qrtanurl', policies: 'office, any' } }),
  );
});

test('finds the address of an enrollment and one of several', () => {
  const policies = [
    policyOf(
      'p',
      'authentication',
      'qrtanurl=https://a.example/, qrtanurl.bank=https://b.example/, qrtanurl_init=https://c.example/',
    ),
  ];
  const asked = askAbout(policies, nobody);
  expect(challengeUrl(asked, ['office']).value).toBe('https://a.example/');
  expect(challengeUrl(asked, ['office'], { id: 'bank' }).value).toBe('https://b.example/');
  expect(challengeUrl(asked, ['office'], { id: 'other' }).value).toBeUndefined();
  expect(challengeUrl(asked, ['office'], { action: 'qrtanurl_init' }).value).toBe('https://c.example/');
});

test('what a tag stands for cannot change the address', () => {
  const url = 'https://a.example/<serial>?t=<transactionid>&u=<user>&p=<password>&x={serial}';
  expect(renderUrl(url, { serial: 'Q/1', transactionId: '42', user: 'a&b=c', password: '<user>#' })).toBe(
    'https://a.example/Q%2F1?t=42&u=a%26b%3Dc&p=%3Cuser%3E%23&x={serial}',
  );
});
