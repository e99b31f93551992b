import { firstTexts as firstGerman } from '../../renderer/i18n/de/first.ts';
import { lateTexts as lateGerman } from '../../renderer/i18n/de/late.ts';
import { firstTexts as firstEnglish } from '../../renderer/i18n/en/first.ts';
import { lateTexts as lateEnglish } from '../../renderer/i18n/en/late.ts';

/** All that the window says in English. */
export const en = { ...firstEnglish, ...lateEnglish, failure: failures(firstEnglish.failure, lateEnglish.failure) };

/** All that the window says in German. */
export const de = { ...firstGerman, ...lateGerman, failure: failures(firstGerman.failure, lateGerman.failure) };

/** Why a server refuses comes late into the failures. */
function failures<F extends Record<keyof L, object>, L extends Readonly<Record<string, object>>>(first: F, late: L) {
  const refused = Object.entries(late).map(([code, why]) => [code, { ...first[code as keyof L], ...why }]);
  return { ...first, ...(Object.fromEntries(refused) as { readonly [C in keyof L]: F[C] & L[C] }) };
}
