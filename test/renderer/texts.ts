import { firstTexts as firstGerman } from '../../renderer/i18n/de/first.ts';
import { lateTexts as lateGerman } from '../../renderer/i18n/de/late.ts';
import { firstTexts as firstEnglish } from '../../renderer/i18n/en/first.ts';
import { lateTexts as lateEnglish } from '../../renderer/i18n/en/late.ts';

/** All that the window says in English. */
export const en = { ...firstEnglish, ...lateEnglish, failure: failures(firstEnglish.failure, lateEnglish.failure) };

/** All that the window says in German. */
export const de = { ...firstGerman, ...lateGerman, failure: failures(firstGerman.failure, lateGerman.failure) };

/** Why a server refuses comes late into the failures. */
function failures<F extends { readonly 'administration/refused': object }, L extends typeof lateEnglish.failure>(
  first: F,
  late: L,
) {
  const refused = { ...first['administration/refused'], ...late['administration/refused'] };
  return { ...first, 'administration/refused': refused as F['administration/refused'] & L['administration/refused'] };
}
