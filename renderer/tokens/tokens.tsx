import { useTranslation } from 'react-i18next';
import { Page } from '../controls/page.tsx';

export function Tokens() {
  const { t } = useTranslation();
  return <Page title={t('nav.tokens')}>{null}</Page>;
}
