import type { TFunction } from 'i18next';
import { deskActs } from '../../domain/act.ts';
import type { RecordRow } from '../../domain/contract/ipc.ts';

const acts: ReadonlySet<string> = new Set(deskActs);

/** Whom a record is about: nobody was chosen in a ceremony that ended early; what is done with stock is about no person. */
export function personWords(t: TFunction, { holderName, kind }: Pick<RecordRow, 'holderName' | 'kind'>): string {
  if (holderName !== '') return holderName;
  // What heads a row is never empty.
  return acts.has(kind) ? '–' : t('records.nobody');
}
