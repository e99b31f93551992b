import { useTranslation } from 'react-i18next';
import { PageTabs } from '../controls/page-tabs.tsx';

/** The three ways to look at people: those this desk knows, those of every realm, and by their tokens. */
export function PeoplePlaces() {
  const { t } = useTranslation();
  return (
    <PageTabs
      label={t('accounts.places')}
      tabs={[
        { path: '/people', name: t('accounts.atDesk') },
        { path: '/people/accounts', name: t('accounts.onServer') },
        { path: '/people/tokens', name: t('accounts.tokens') },
      ]}
    />
  );
}
