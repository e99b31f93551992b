import i18next, { type i18n } from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkPolicy } from '../../domain/policy/check-policy.ts';
import { descriptionKey } from '../../domain/policy/definition.ts';
import { definitionOf, definitions } from '../../domain/policy/definitions.ts';
import { blankPolicy, type Policy } from '../../domain/policy/policy.ts';
import { changeWords, loginHeadline } from '../../renderer/policies/outcome-words.ts';
import { actionWords, problemWords } from '../../renderer/policies/policy-words.ts';
import { writtenSpan } from '../../renderer/policies/span-value.ts';
import { de, en } from './texts.ts';

const texts: Record<string, i18n> = {};
beforeAll(async () => {
  for (const [lng, translation] of Object.entries({ en, de })) {
    const instance = i18next.createInstance();
    await instance.init({
      lng,
      fallbackLng: false,
      resources: { [lng]: { translation } },
      interpolation: { escapeValue: false },
    });
    texts[lng] = instance;
  }
});
const t = (language: string) => (texts[language] as i18n).t;

const condition = {
  section: 'userinfo',
  key: 'office',
  comparator: 'equals',
  value: 'HQ',
  active: true,
  whenMissing: 'condition_is_false',
} as const;

const draft = (changes: Partial<Policy>): Policy => ({
  ...blankPolicy,
  name: 'draft',
  scope: 'authentication',
  action: { otppin: 'none' },
  ...changes,
});

describe.each(['en', 'de'])('in %s', (language) => {
  it('says of every action what it does', () => {
    for (const definition of definitions) {
      const words = actionWords(t(language), definition);
      expect(texts[language]?.exists(descriptionKey(definition)), definition.name).toBe(true);
      expect(words, definition.name).not.toMatch(/policy\.action|\{\{|\s\s/);
    }
  });

  it.each<[string, Partial<Policy>]>([
    ['a bad time', { time: 'Fri-Mon: 8-18' }],
    ['a bad day', { time: 'Someday: 8-18' }],
    ['a bad address', { client: ['10.0.0.300'] }],
    ['a list that only excludes', { user: ['-anna'] }],
    ['an unknown action', { action: { nonsense: true } }],
    ['an unknown value', { action: { otppin: 'sometimes' } }],
    ['an unknown tag', { action: { smstext: '{nonsense}' } }],
    ['a broken expression', { user: ['a(b'] }],
    ['a costly expression', { user: ['(a+)+b'] }],
    ['a realm in capitals', { realm: ['Office'] }],
    ['two spellings of one action', { scope: 'enrollment', action: { maxtoken: '1', max_token_per_user: '2' } }],
    ['a number out of range', { scope: 'enrollment', action: { otp_pin_random: '99' } }],
    ['a bad duration', { scope: 'enrollment', action: { losttoken_valid: 'soon' } }],
    ['a bad condition', { conditions: [{ ...condition, comparator: 'nonsense' }] }],
    ['a scope without actions', { scope: 'webui' }],
  ])('words %s with everything it names', (_, changes) => {
    const { problems } = checkPolicy(draft(changes), []);
    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems) {
      const words = problemWords(t(language), problem);
      expect(words, problem.code).not.toMatch(/policy\.problem|\{\{|undefined/);
      expect(words.length, problem.code).toBeGreaterThan(10);
    }
  });

  it('words what would change for somebody', () => {
    const words = changeWords(
      t(language),
      {
        action: 'login',
        before: 'no-token',
        after: 'passthru autoassignment no-token',
      },
      language,
    );
    expect(words).not.toMatch(/policy\.|\{\{|no-token/);
    expect(changeWords(t(language), { action: 'otppin', before: '', after: 'policy/conflict' }, language)).not.toMatch(
      /policy\//,
    );
  });

  it('says in a sentence how somebody gets in, or why not', () => {
    const outcome = { at: '', person: null, realm_tokens: null, values: [], policies: [] };
    const of = (way: string, why: string, tokens: { serial: string; type: string; state: string }[] | null = []) =>
      loginHeadline(t(language), { ...outcome, tokens, login: [{ way, why, policies: [] }] }, 'Amara');
    const sentences = [
      of('tokens', '', [{ serial: 'X', type: 'hotp', state: 'usable' }]),
      of('tokens', '', [{ serial: 'X', type: 'hotp', state: 'disabled' }]),
      of('accept', 'passOnNoToken'),
      of('refuse', 'no-token'),
      of('refuse', 'token-required'),
      of('fail', '904'),
      of('fail', '1007'),
      of('passthru', ''),
    ];
    expect(new Set(sentences).size).toBe(sentences.length);
    for (const sentence of sentences) expect(sentence).toMatch(/Amara.*\.$/);
  });
});

describe('a value that is a time', () => {
  const written = (scope: Policy['scope'], name: string, value: string, language: string) => {
    const definition = definitionOf(scope, name);
    return definition && writtenSpan(definition, value, language);
  };

  it.each([
    ['enrollment', 'losttoken_valid', '10', 'de', '10 Tage'],
    ['enrollment', 'losttoken_valid', '1d 4h', 'en', '1 day, 4 hours'],
    ['enrollment', 'losttoken_valid', '90m', 'de', '1 Stunde, 30 Minuten'],
    ['enrollment', 'losttoken_valid', 'soon', 'en', undefined],
    ['webui', 'jwt_validity', '3661', 'de', '1 Stunde, 1 Minute und 1 Sekunde'],
    ['enrollment', 'max_token_per_user', '10', 'en', undefined],
  ] as const)('%s %s = %s is said in %s as %s', (scope, name, value, language, words) => {
    expect(written(scope, name, value, language)).toBe(words);
  });

  it('is said as a time, too, where it takes effect and where it would change', () => {
    const change = { action: 'losttoken_valid', before: '14400', after: '1680' };
    expect(changeWords(t('de'), change, 'de')).toMatch(/10 Tage.*1 Tag, 4 Stunden/);
  });
});
