import { useTranslation } from 'react-i18next';
import { Page } from '../controls/page.tsx';

export function People() {
  const { t } = useTranslation();
  return <Page title={t('nav.people')}>{null}</Page>;
}
