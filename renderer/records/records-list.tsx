import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { RecordRow } from '../../domain/contract/ipc.ts';
import { RecordTabs } from '../conflicts/conflicts.tsx';
import { DataTable } from '../controls/data-table.tsx';
import { Empty } from '../controls/empty.tsx';
import { Grouped } from '../controls/grouped.tsx';
import { ListProblem } from '../controls/list-problem.tsx';
import { isNarrow } from '../controls/narrow.ts';
import { Page } from '../controls/page.tsx';
import { SearchField } from '../controls/search-field.tsx';
import { useSearchKeys } from '../controls/search-keys.ts';
import { Spoken } from '../controls/spoken.tsx';
import { when } from '../i18n/when.ts';
import { useAppState, useRecords, useTrail } from '../queries.ts';
import { RecordsContradiction } from './records-contradiction.tsx';
import { Delivery } from './records-delivery.tsx';
import { RecordsLog } from './records-log.tsx';
import { personWords } from './records-person.ts';

interface RecordsListProps {
  readonly query: string;
  readonly onQuery: (query: string) => void;
  /** The record that was open before: its row takes the focus. */
  readonly last: string | undefined;
}

/** Newest first. */
export function RecordsList({ query, onQuery, last }: RecordsListProps) {
  const { t, i18n } = useTranslation();
  const [, navigate] = useLocation();
  const search = useSearchKeys();
  const records = useRecords(query);
  const hasLog = useAppState().data?.station?.kind === 'keydesk';
  const trail = useTrail().data;
  const rows = records.data?.pages.flatMap((page) => page.rows) ?? [];
  useEffect(() => {
    if (last === undefined) return;
    const frame = requestAnimationFrame(() =>
      document.querySelector<HTMLElement>(`[role=row][data-key="${CSS.escape(last)}"]`)?.focus(),
    );
    return () => cancelAnimationFrame(frame);
  }, [last]);
  const columns = [
    { id: 'when', name: t('records.when'), cell: (row: RecordRow) => when(row.recordedAt, i18n.language) },
    { id: 'kind', name: t('records.what'), cell: (row: RecordRow) => t(`records.kind.${row.kind}`) },
    {
      id: 'holder',
      name: t('records.holder'),
      heads: true,
      cell: (row: RecordRow) => personWords(t, row),
    },
    {
      id: 'token',
      name: t('records.token'),
      cell: (row: RecordRow) => row.tokenSerial !== '' && <Grouped>{row.tokenSerial}</Grouped>,
    },
    {
      id: 'delivery',
      name: t('records.delivery.title'),
      cell: (row: RecordRow) => <Delivery delivery={row.delivery} />,
    },
    {
      id: 'controller',
      name: t('records.controller'),
      cell: (row: RecordRow) => <Spoken name={row.controller} />,
      hidden: isNarrow(),
    },
    {
      id: 'sequence',
      name: t('records.sequence'),
      cell: (row: RecordRow) => (row.sequence === 0 ? '' : row.sequence),
      hidden: true,
    },
  ];
  return (
    <Page
      title={t('nav.records')}
      tools={
        <>
          <RecordTabs />
          <SearchField label={t('records.search')} value={query} onChange={onQuery} {...search} />
        </>
      }
    >
      <div className="record-list">
        {trail?.contradiction && <RecordsContradiction found={trail.contradiction} />}
        {records.error !== null ? (
          <ListProblem query={records} />
        ) : (
          <DataTable
            label={t('nav.records')}
            columns={columns}
            rows={rows}
            rowId={(row) => row.id}
            onOpen={(row) => navigate(`/records/${row.id}`)}
            total={records.data?.pages[0]?.total ?? 0}
            loading={records.isPending || records.isFetchingNextPage}
            onMore={records.hasNextPage ? () => void records.fetchNextPage() : undefined}
            empty={
              query === '' ? (
                <Empty what={t('records.none')} begin={t('records.begin')} />
              ) : (
                <Empty what={t('records.noMatch', { query })} begin={t('records.tryOther')} />
              )
            }
          />
        )}
        {hasLog && trail !== undefined && <RecordsLog trail={trail} />}
      </div>
    </Page>
  );
}
