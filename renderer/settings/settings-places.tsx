import { useTranslation } from 'react-i18next';
import { PageTabs } from '../controls/page-tabs.tsx';

/** What is set here at the desk, and what on the server. */
export function SettingsPlaces() {
  const { t } = useTranslation();
  return (
    <PageTabs
      label={t('serverSettings.places')}
      tabs={[
        { path: '/settings', name: t('serverSettings.desk') },
        { path: '/settings/messaging', name: t('serverSettings.messaging') },
        { path: '/settings/messages', name: t('serverSettings.messages') },
        { path: '/settings/system', name: t('serverSettings.system') },
        { path: '/settings/administrators', name: t('serverSettings.administrators') },
      ]}
    />
  );
}
