import { useTranslation } from 'react-i18next';
import type { AppState } from '../../domain/contract/ipc.ts';
import { Page } from '../controls/page.tsx';

export function Settings(_: { readonly app: AppState }) {
  const { t } = useTranslation();
  return <Page title={t('nav.settings')}>{null}</Page>;
}
