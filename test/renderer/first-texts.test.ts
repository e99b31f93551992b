import { posix } from 'node:path';
import i18next from 'i18next';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { parsed, type SourceFile, sourceFiles } from '../../build/source-files.ts';
import { translationProblems } from '../../build/translation-keys.ts';
import { firstTexts } from '../../renderer/i18n/en/first.ts';
import { fetchLateTexts, speak, startTexts, textsIn } from '../../renderer/i18n/i18n.ts';
import { en } from './texts.ts';

/** What the window has fetched when its first screen is there; see build/bench/renderer-size.ts. */
const opensWith = ['main', 'set-up/set-up', 'sign-in/sign-in', 'sign-in/guidelines-reading', 'desk/desk'].map(
  (name) => `renderer/${name}.tsx`,
);

function filesFetchedFirst(): readonly SourceFile[] {
  const all = new Map(sourceFiles(['renderer']).map((file) => [file.path, file]));
  const fetched = new Set<SourceFile>();
  const fetch = (path: string) => {
    const file = all.get(path);
    if (file === undefined || fetched.has(file)) return;
    fetched.add(file);
    for (const { moduleRequest, entries } of parsed(file).module.staticImports)
      if (entries.length === 0 || !entries.every(({ isType }) => isType))
        fetch(posix.join(posix.dirname(path), moduleRequest.value));
  };
  for (const path of opensWith) fetch(path);
  return [...fetched];
}

const unworded = (texts: object, files: readonly SourceFile[]) =>
  translationProblems({ en: texts as typeof en }, files).filter((problem) => problem.includes('asks for'));

describe('the texts of the start', () => {
  it('word all that the first screens ask for', () => {
    const files = filesFetchedFirst();
    expect(files.length).toBeGreaterThan(40);
    expect(unworded(firstTexts, files)).toEqual([]);
  });

  it('are not all there is', () => {
    expect(unworded(firstTexts, sourceFiles(['renderer'])).length).toBeGreaterThan(100);
    expect(unworded(en, sourceFiles(['renderer']))).toEqual([]);
  });
});

describe('the window', () => {
  beforeAll(async () => {
    vi.stubGlobal('document', { documentElement: {} });
    await startTexts();
  });

  it('can say that it failed before any texts are there', () => {
    expect(i18next.t('failed.title')).toBe(en.failed.title);
    expect(i18next.t('failure.app/failed.do')).toBe(en.failure['app/failed'].do);
    expect(i18next.exists('nav.desk')).toBe(false);
  });

  it('speaks German at its first screen without a word of English fetched', async () => {
    await speak('de');
    expect(i18next.t('nav.settings')).toBe('Einstellungen');
    expect(i18next.exists('nav.settings', { lng: 'en' })).toBe(false);
    expect(i18next.exists('audit.when')).toBe(false);
  });

  it('has the texts of the late screens in every language that is spoken afterwards', async () => {
    await Promise.all([speak('en'), fetchLateTexts()]);
    expect(i18next.exists('audit.when')).toBe(true);
    await speak('de');
    expect(i18next.exists('audit.when')).toBe(true);
    expect((await textsIn('en')).t('audit.when')).toBe(en.audit.when);
  });
});
