import type { TFunction } from 'i18next';
import type { ImportRemark } from '../../domain/import-remark.ts';

/** What is said of a file, or of a place in it. */
export function remarkWords(t: TFunction, { code, values, place }: ImportRemark): string {
  const what = t(`import.remark.${code}`, values);
  return place === undefined ? what : t(`import.remarkAt.${place.unit}`, { number: place.number, what });
}
