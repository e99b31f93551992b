import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditFilter, AuditRow } from '../../domain/contract/administration/audit.ts';
import { Button } from '../controls/button.tsx';
import { DataTable } from '../controls/data-table.tsx';
import { Empty } from '../controls/empty.tsx';
import { Grouped } from '../controls/grouped.tsx';
import { ListDetail } from '../controls/list-detail.tsx';
import { ListProblem } from '../controls/list-problem.tsx';
import { isNarrow } from '../controls/narrow.ts';
import { Page } from '../controls/page.tsx';
import { Sign } from '../controls/sign.tsx';
import { when } from '../i18n/when.ts';
import { AuditDetail } from './audit-detail.tsx';
import { AuditExport } from './audit-export.tsx';
import { AuditFilters } from './audit-filters.tsx';
import { everything, useAudit } from './audit-pages.ts';
import { actWords, person, wasUnsent } from './audit-words.ts';

interface AuditListProps {
  readonly filter: AuditFilter;
  readonly onFilter: (filter: AuditFilter) => void;
}

/** What was done, newest first, narrowed by time, by who, by what and by how it came out. */
export function AuditList({ filter, onFilter }: AuditListProps) {
  const { t, i18n } = useTranslation();
  const audit = useAudit(filter);
  const [chosen, setChosen] = useState<string>();
  const rows = audit.data?.pages.flatMap((page) => page.rows) ?? [];
  const open = rows.find(({ number }) => String(number) === chosen);
  const narrowed = JSON.stringify({ ...filter, since: '' }) !== JSON.stringify({ ...everything, since: '' });
  return (
    <Page title={t('nav.audit')} tools={<AuditExport filter={filter} />}>
      <div className="audit">
        <AuditFilters filter={filter} onFilter={onFilter} />
        <ListDetail
          chosen={open && String(open.number)}
          title={open && actWords(t, open)}
          detail={open && <AuditDetail row={open} />}
          hint={undefined}
          onClose={() => setChosen(undefined)}
          list={
            audit.error !== null ? (
              <ListProblem query={audit} />
            ) : (
              <DataTable<AuditRow>
                label={t('nav.audit')}
                columns={[
                  { id: 'when', name: t('audit.when'), cell: ({ at }) => when(at, i18n.language) },
                  {
                    id: 'what',
                    name: t('audit.what'),
                    heads: true,
                    cell: (row) => actWords(t, row),
                  },
                  {
                    id: 'result',
                    name: t('audit.result'),
                    cell: (row) => <AuditResult row={row} />,
                  },
                  { id: 'who', name: t('audit.who'), cell: (row) => row.administrator || person(row) || row.client },
                  {
                    id: 'serial',
                    name: t('audit.token'),
                    cell: ({ serial }) => serial !== '' && <Grouped>{serial}</Grouped>,
                    hidden: isNarrow(),
                  },
                  { id: 'about', name: t('audit.person'), cell: person, hidden: true },
                  { id: 'client', name: t('audit.client'), cell: ({ client }) => client, hidden: true },
                  { id: 'number', name: t('audit.number'), cell: ({ number }) => number, hidden: true },
                ]}
                rows={rows}
                rowId={({ number }) => String(number)}
                chosen={open && String(open.number)}
                onOpen={({ number }) => setChosen(String(number))}
                total={audit.data?.pages[0]?.total ?? 0}
                loading={audit.isPending || audit.isFetchingNextPage}
                onMore={audit.hasNextPage ? () => void audit.fetchNextPage() : undefined}
                empty={
                  <Empty what={t(narrowed ? 'audit.noMatch' : 'audit.none')} begin={t('audit.tryOther')}>
                    <Button onPress={() => onFilter({ ...everything, since: '' })}>{t('audit.showAll')}</Button>
                  </Empty>
                }
              />
            )
          }
        />
      </div>
    </Page>
  );
}

/** How it came out, and whether a dangerous policy had to do with it. */
function AuditResult({ row }: { readonly row: AuditRow }) {
  const { t } = useTranslation();
  if (row.dangerous.length > 0) return <Sign meaning="waiting">{t('audit.dangerous')}</Sign>;
  if (row.success) return <Sign meaning="none">{t('audit.done')}</Sign>;
  if (row.authentication === 'CHALLENGE') return <Sign meaning="none">{t('audit.asked')}</Sign>;
  return <Sign meaning="refused">{t(wasUnsent(row) ? 'audit.unsent' : 'audit.refused')}</Sign>;
}
