import { useTranslation } from 'react-i18next';
import { PageTabs } from '../controls/page-tabs.tsx';

/** Realms, and the resolvers they are made of. */
export function RealmPlaces() {
  const { t } = useTranslation();
  return (
    <PageTabs
      label={t('realm.places')}
      tabs={[
        { path: '/realms', name: t('nav.realms') },
        { path: '/realms/resolvers', name: t('resolver.title') },
      ]}
    />
  );
}
