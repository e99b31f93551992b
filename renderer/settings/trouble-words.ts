import type { TFunction } from 'i18next';
import type { MessageTrouble } from '../../domain/contract/administration/messaging.ts';

/** Why a message did not go out; in the other side's words where there are no others. */
export function troubleWords(t: TFunction, { said, code, values }: MessageTrouble): string {
  return code === null ? said : t(`messages.why.${code}`, values);
}
