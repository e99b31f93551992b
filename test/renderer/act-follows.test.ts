import { createElement } from 'react';
import { expect, it } from 'vitest';
import type { LoginAfter } from '../../domain/trust/login-after.ts';
import { loginsAfter } from '../../domain/trust/login-after.ts';
import { ActFollows } from '../../renderer/acts/act-follows.tsx';
import { ControllerStanding } from '../../renderer/trust/controller-standing.tsx';
import { draw, untranslated, wordsOf } from './draw.ts';

const person = { realm: 'office', username: 'anna', name: 'Anna Müller', office: '', hasMail: false };
const about = (after: LoginAfter) => ({
  token: '18574501',
  model: 'YubiKey 5 NFC',
  isHere: false,
  state: 'issued' as const,
  person,
  was: '',
  after,
  offices: [],
  problem: null,
});
const drawn = (act: 'withdraw' | 'report-lost', after: LoginAfter, language: 'en' | 'de') =>
  draw(createElement(ActFollows, { act, about: about(after) }), language);

it.each([
  ['en', 'have them blocked where they are kept'],
  ['de', 'lassen Sie die Person dort sperren'],
] as const)(
  'a withdrawal after which the password is enough says how to keep somebody out (%s)',
  async (language, words) => {
    for (const after of loginsAfter) {
      const markup = await drawn('withdraw', after, language);
      expect(untranslated(markup)).toEqual([]);
      expect([after, wordsOf(markup).includes(words)]).toEqual([after, after === 'password alone']);
    }
    expect(wordsOf(await drawn('report-lost', 'password alone', language))).not.toContain(words);
  },
);

const loan = { lentBy: 'ines.garcia', firstDay: '2000-01-01', lastDay: '2999-12-31', rests: false };
it.each([
  ['holds', { loan, today: true }, 'Controls trust today'],
  [
    'rests',
    { loan: { ...loan, rests: true }, today: false },
    'Rests: ines.garcia does not control trust here any more',
  ],
  ['rests beside another right', { loan: { ...loan, rests: true }, today: true }, 'Rests: ines.garcia'],
  ['is over', { loan: { ...loan, lastDay: '2000-01-02', rests: true }, today: false }, 'Over'],
  ['is for later', { loan: { ...loan, firstDay: '2999-01-01' }, today: false }, 'Not yet'],
] as const)('a loan that %s is told so', async (_, entry, words) => {
  const controller = { entry: 1, realm: 'office', username: 'jan', name: 'Jan', ...entry };
  expect(wordsOf(await draw(createElement(ControllerStanding, { controller }), 'en'))).toContain(words);
});
