import { expect, test } from 'vitest';
import { type Texts, translationProblems } from '../../build/translation-keys.ts';
import { failures } from '../../domain/failure.ts';

const failure = Object.fromEntries(Object.keys(failures).map((code) => [code, 'text']));
const screen = (code: string) => [{ path: 'renderer/a.tsx', text: `t(\`failure.\${code}\`);\n${code}` }];
const problems = (en: Texts, de: Texts, code: string, failuresOfEn: Texts = failure) =>
  translationProblems({ en: { failure: failuresOfEn, ...en }, de: { failure, ...de } }, screen(code));

test('is content when each key has its text in both languages and is used', () => {
  const texts = { greet: 'Hello {{name}}', row_one: '1 row', row_other: '{{count}} rows', nav: { desk: 'Desk' } };
  const code = "t('greet', { name }); t('row', { count }); t(`nav.${place}`);";
  expect(problems(texts, texts, code)).toEqual([]);
});

test('counts a key in a table as used', () => {
  expect(problems({ nav: { desk: 'Desk' } }, { nav: { desk: 'Tisch' } }, "const keys = ['nav.desk'];")).toEqual([]);
});

test('counts the text for a context as used with the key', () => {
  const texts = { greet: 'Hello', greet_evening: 'Good evening' };
  expect(problems(texts, texts, "t('greet', { context })")).toEqual([]);
});

test('finds a key without a text', () => {
  expect(problems({}, {}, "t('greet')")).toEqual(['renderer/a.tsx:2 asks for greet, which has no text']);
});

test('finds a template that no key fits', () => {
  expect(problems({}, {}, 't(`nav.${place}`)')).toHaveLength(1);
});

test('finds a text that one language lacks', () => {
  expect(problems({ greet: 'Hello' }, {}, "t('greet')")).toEqual(['de: greet is missing']);
  expect(problems({}, { greet: 'Hallo' }, '')).toEqual(['en: greet is missing']);
});

test('finds placeholders that differ', () => {
  expect(problems({ greet: 'Hello {{name}}' }, { greet: 'Hallo {{nmae}}' }, "t('greet')")).toEqual([
    'de: greet has other placeholders than en',
  ]);
});

test('finds half a plural', () => {
  expect(problems({ row_one: '1 row' }, { row_one: '1 Zeile' }, "t('row')")).toEqual(['en: row_other is missing']);
});

test('finds a text that nothing uses', () => {
  expect(problems({ greet: 'Hello' }, { greet: 'Hallo' }, '')).toEqual(['en: greet is used nowhere']);
});

test('finds a failure without a text', () => {
  const { 'device/busy': _, ...rest } = failure;
  expect(problems({}, {}, '', rest)).toContain('en: failure.device/busy has no text');
});
