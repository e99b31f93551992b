import { useTranslation } from 'react-i18next';
import type { Home } from '../../domain/contract/ipc.ts';

/** What is at hand and what was done today, as figures with their words. */
export function DeskStock({ home }: { readonly home: Home }) {
  const { t } = useTranslation();
  const figures = [
    { key: 'ready', count: home.stock.ready },
    { key: 'today', count: home.issuedToday },
    { key: 'here', count: home.stock.issuedHere },
  ] as const;
  return (
    <dl className="figures" aria-label={t('desk.figures')}>
      {figures.map(({ key, count }) => (
        <div key={key}>
          <dt>{t(`desk.figure.${key}`)}</dt>
          <dd>{count}</dd>
        </div>
      ))}
    </dl>
  );
}
