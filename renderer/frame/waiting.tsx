import { useTranslation } from 'react-i18next';

/** A screen on its way; shown only if it takes longer than a blink. */
export function Waiting() {
  const { t } = useTranslation();
  return <p className="waiting-screen quiet">{t('loading')}</p>;
}
