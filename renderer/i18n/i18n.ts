import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Settings } from '../../domain/contract/ipc.ts';
import en from './en.json';

export type Language = Settings['language'];

/** The languages Keydesk speaks, each by its own name. */
export const languages: readonly { readonly id: Language; readonly name: string }[] = [
  { id: 'en', name: 'English' },
  { id: 'de', name: 'Deutsch' },
];

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en };
  }
}

/** Starts with English; another language is fetched from the app's own files when it is wanted. */
export async function startTexts(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
}

async function loadLanguage(language: Language): Promise<void> {
  if (language === 'de' && !i18next.hasResourceBundle('de', 'translation')) {
    const texts = await import('./de.json');
    i18next.addResourceBundle('de', 'translation', texts.default);
  }
}

export async function speak(language: Language): Promise<void> {
  await loadLanguage(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

/** The same texts in another language beside the first, for the recipient's view. */
export async function textsIn(language: Language): Promise<i18n> {
  await loadLanguage(language);
  return i18next.cloneInstance({ lng: language });
}
