import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../controls/page.tsx';
import { PageTabs } from '../controls/page-tabs.tsx';

interface StockPageProps {
  readonly tools?: ReactNode;
  /** The part it belongs to, where its address does not say so. */
  readonly part?: string | undefined;
  /** Where no shelves are kept. */
  readonly isFoundAlone?: boolean;
  readonly children: ReactNode;
}

/** One part of stock, under the ways to the others. */
export function StockPage({ tools, part, isFoundAlone = false, children }: StockPageProps) {
  const { t } = useTranslation();
  return (
    <Page
      title={t('nav.stock')}
      tools={
        <>
          <PageTabs
            label={t('stock.places')}
            current={part}
            tabs={[
              { path: '/stock', name: t('stock.tab.shelf') },
              { path: '/stock/receive', name: t('stock.tab.receive') },
              { path: '/stock/count', name: t('stock.tab.count') },
              { path: '/stock/shipments', name: t('stock.tab.shipments') },
              { path: '/stock/found', name: t('stock.tab.found') },
              { path: '/stock/reprogram', name: t('reprogram.tab') },
            ].filter(({ path }) => !isFoundAlone || path === '/stock' || path === '/stock/found')}
          />
          {tools}
        </>
      }
    >
      {children}
    </Page>
  );
}
