import { type Language, languages } from '../i18n/i18n.ts';

/** A language as paper speaks it; nothing when paper does not. */
export function spoken(language: string | null): Language | undefined {
  return languages.find(({ id }) => id === language)?.id;
}
