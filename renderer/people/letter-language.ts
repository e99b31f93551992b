/** The language of a letter: that of the window, as far as letters speak it. */
export function letterLanguage(language: string): 'en' | 'de' {
  return language === 'de' ? 'de' : 'en';
}
