import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../controls/page.tsx';
import { PageTabs } from '../controls/page-tabs.tsx';
import { LockedOutLine } from './locked-out-line.tsx';

interface TrustPageProps {
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}

/** One part of trust, under the line that says who cannot log in for want of a token. */
export function TrustPage({ tools, children }: TrustPageProps) {
  const { t } = useTranslation();
  return (
    <Page
      title={t('nav.trust')}
      tools={
        <>
          <PageTabs
            label={t('trust.places')}
            tabs={[
              { path: '/trust', name: t('trust.group.title') },
              { path: '/trust/offices', name: t('trust.office.title') },
              { path: '/trust/queue', name: t('trust.queue.title') },
              { path: '/trust/conflicts', name: t('trust.conflicts') },
              { path: '/trust/guidelines', name: t('trust.guidelines.title') },
              { path: '/trust/contact', name: t('trust.contact.title') },
            ]}
          />
          {tools}
        </>
      }
    >
      <div className="trust">
        <LockedOutLine />
        {children}
      </div>
    </Page>
  );
}
