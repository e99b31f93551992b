import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import i18next from 'i18next';
import { createElement, type ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { I18nextProvider, initReactI18next } from 'react-i18next';
import { Router } from 'wouter';
import { de, en } from './texts.ts';

/** What the desk answers, by channel and what was asked: `['records/get', id]`. */
export type Answers = readonly (readonly [key: readonly string[], answer: unknown])[];

/** A screen's markup as the window first draws it, in one language, with the desk's answers at hand. */
export async function draw(screen: ReactElement, language: 'en' | 'de', answers: Answers = []): Promise<string> {
  const texts = i18next.createInstance();
  await texts.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: { en: { translation: en }, de: { translation: de } },
    interpolation: { escapeValue: false },
    parseMissingKeyHandler: (key) => `[missing: ${key}]`,
  });
  const client = new QueryClient();
  for (const [key, answer] of answers) client.setQueryData(key, answer);
  const hook = (): [string, () => void] => ['/', () => {}];
  return renderToStaticMarkup(
    createElement(
      I18nextProvider,
      { i18n: texts },
      // biome-ignore lint/correctness/noChildrenProp: the router's type wants its child among the properties
      createElement(QueryClientProvider, { client }, createElement(Router, { hook, children: screen })),
    ),
  );
}

/** The words alone, as one reads them. */
export function wordsOf(markup: string): string {
  return markup
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&#x27;', "'")
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ');
}

/** Texts that a screen asks for and no language file has. */
export function untranslated(markup: string): readonly string[] {
  return markup.match(/\[missing: [^\]]+\]/g) ?? [];
}
