import { useTranslation } from 'react-i18next';
import type { RecordRow } from '../../domain/contract/ipc.ts';
import { type Meaning, Sign } from '../controls/sign.tsx';

const meanings: Readonly<Record<RecordRow['delivery'], Meaning>> = {
  waiting: 'waiting',
  delivered: 'proven',
  refused: 'refused',
  practice: 'none',
  kept: 'none',
  'given up': 'refused',
};

/** Whether the server has a record, as a word with its shape; a practice record is marked as one. */
export function Delivery({ delivery }: { readonly delivery: RecordRow['delivery'] }) {
  const { t } = useTranslation();
  return delivery === 'practice' ? (
    <span className="practice-mark">{t('practice.mark')}</span>
  ) : (
    <Sign meaning={meanings[delivery]}>{t(`records.delivery.${delivery}`)}</Sign>
  );
}
