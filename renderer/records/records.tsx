import { useTranslation } from 'react-i18next';
import { Page } from '../controls/page.tsx';

export function Records(_: { readonly id?: string }) {
  const { t } = useTranslation();
  return <Page title={t('nav.records')}>{null}</Page>;
}
