import { describe, expect, it } from 'vitest';
import { newId } from '../../renderer/trust/new-id.ts';
import { pageTexts } from '../../server/gate/page-texts.ts';
import { de, en } from './texts.ts';

describe('the id of something new', () => {
  it.each([
    ['Trust controllers', 'trust-controllers'],
    ['Zürich, 2. Stock', 'zurich-2-stock'],
    ['Straße', 'strasse'],
    [' --- ', 'group'],
    ['東京', 'group'],
    ['x'.repeat(100), 'x'.repeat(50)],
  ])('made of %j is %j', (name, id) => {
    expect(newId(name, [], 'group')).toBe(id);
  });

  it('is another where it is taken', () => {
    expect(newId('Zürich', ['zurich', 'zurich-2'], 'office')).toBe('zurich-3');
    expect(newId('東京', ['office'], 'office')).toBe('office-2');
  });

  it('is always one that the server takes', () => {
    for (const name of ['a', 'Ünïcödé & ßigns', `${'ab '.repeat(60)}!`, '🙂']) {
      expect(newId(name, ['group'], 'group')).toMatch(/^[a-z0-9-]{1,60}$/);
    }
  });
});

it.each([
  ['en', en.trust.contact],
  ['de', de.trust.contact],
])('previews the sign-in page in its own words (%s)', (language, shown) => {
  const page = pageTexts(language);
  expect(shown).toMatchObject({
    codeTitle: page.codeTitle,
    wrongCode: page.problems['wrong code'],
    requiredTitle: page.refusedTitle,
    required: page.problems['token required'],
    help: page.help,
    otherwise: page.contact,
  });
});
