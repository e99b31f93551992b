import { useTranslation } from 'react-i18next';
import type { Home } from '../../domain/contract/ipc.ts';
import { useAttached } from '../queries.ts';
import { useStock } from '../stock/stock-queries.ts';

/** What is at hand and what was done today, as figures with their words. */
export function DeskStock({ home }: { readonly home: Home }) {
  const { t } = useTranslation();
  // Told by the ports themselves, which change without the rest of the page.
  const attached = useAttached().data;
  const ready = attached?.tokens.filter(({ token, standing }) => standing.kind === 'ready' && !token.practice).length;
  const left = useLeft();
  const figures = [
    { key: 'ready', count: ready ?? home.stock.ready },
    ...(left === undefined ? [] : [{ key: 'left', ...left } as const]),
    { key: 'today', count: home.issuedToday },
    { key: 'here', count: home.stock.issuedHere },
  ] as const;
  return (
    <dl className="figures" aria-label={t('desk.figures')}>
      {figures.map(({ key, count, ...of }) => (
        <div key={key}>
          <dt>{t(`desk.figure.${key}`, of)}</dt>
          <dd>{count}</dd>
        </div>
      ))}
    </dl>
  );
}

/** How many tokens the own office has left to issue, where an office is kept. */
function useLeft(): { readonly office: string; readonly count: number } | undefined {
  const own = useStock('stock/offices').data?.offices.find((office) => office.own);
  const row = useStock('stock/summary').data?.find(({ office }) => office.id === own?.id);
  return row === undefined ? undefined : { office: row.office.name, count: row.ready + row.blank };
}
