import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Settings } from '../../domain/contract/ipc.ts';
import type { firstTexts } from './en/first.ts';
import type { lateTexts } from './en/late.ts';
import start from './en/start.json' with { type: 'json' };

export type Language = Settings['language'];

/** The languages Keydesk speaks, each by its own name. */
export const languages: readonly { readonly id: Language; readonly name: string }[] = [
  { id: 'en', name: 'English' },
  { id: 'de', name: 'Deutsch' },
];

/** All that Keydesk says; the other languages have the same (`node build/check.ts` compares them). */
export type Texts = typeof firstTexts & typeof lateTexts;

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: Texts };
  }
}

type Part = 'first' | 'late';

const parts: Readonly<Record<Language, Readonly<Record<Part, () => Promise<object>>>>> = {
  en: {
    first: async () => (await import('./en/first.ts')).firstTexts,
    late: async () => (await import('./en/late.ts')).lateTexts,
  },
  de: {
    first: async () => (await import('./de/first.ts')).firstTexts,
    late: async () => (await import('./de/late.ts')).lateTexts,
  },
};

const here = new Set<string>();
let spoken: Language = 'en';
let lateWanted = false;

/** Starts with the few English words for what comes before a language is known, and for when its texts cannot be read. */
export async function startTexts(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: start } },
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
}

async function fetchPart(language: Language, part: Part): Promise<void> {
  const name = `${language}/${part}`;
  if (here.has(name)) return;
  i18next.addResourceBundle(language, 'translation', await parts[language][part](), true, true);
  here.add(name);
}

async function fetchTexts(language: Language): Promise<void> {
  await fetchPart(language, 'first');
  if (lateWanted) await fetchPart(language, 'late');
}

/** What a screen says that comes after the first one: fetched with it, then kept with every language spoken. */
export async function fetchLateTexts(): Promise<void> {
  lateWanted = true;
  await fetchPart(spoken, 'late');
}

export async function speak(language: Language): Promise<void> {
  spoken = language;
  await fetchTexts(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

/** The same texts in another language beside the first, for the recipient's view. */
export async function textsIn(language: Language): Promise<i18n> {
  await fetchTexts(language);
  return i18next.cloneInstance({ lng: language });
}
