import { useTranslation } from 'react-i18next';
import type { Home } from '../../domain/contract/ipc.ts';
import { useAttached } from '../queries.ts';

/** What is at hand and what was done today, as figures with their words. */
export function DeskStock({ home }: { readonly home: Home }) {
  const { t } = useTranslation();
  // Told by the ports themselves, which change without the rest of the page.
  const attached = useAttached().data;
  const ready = attached?.tokens.filter(({ token, standing }) => standing.kind === 'ready' && !token.practice).length;
  const figures = [
    { key: 'ready', count: ready ?? home.stock.ready },
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
