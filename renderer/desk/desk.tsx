import { useTranslation } from 'react-i18next';
import { Page } from '../controls/page.tsx';

export function Desk() {
  const { t } = useTranslation();
  return <Page title={t('nav.desk')}>{null}</Page>;
}
