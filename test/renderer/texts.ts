import { firstTexts as firstGerman } from '../../renderer/i18n/de/first.ts';
import { lateTexts as lateGerman } from '../../renderer/i18n/de/late.ts';
import { firstTexts as firstEnglish } from '../../renderer/i18n/en/first.ts';
import { lateTexts as lateEnglish } from '../../renderer/i18n/en/late.ts';

/** All that the window says in English. */
export const en = { ...firstEnglish, ...lateEnglish };

/** All that the window says in German. */
export const de = { ...firstGerman, ...lateGerman };
