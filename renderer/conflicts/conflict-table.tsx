import { useTranslation } from 'react-i18next';
import type { ConflictHere } from '../../domain/contract/conflicts.ts';
import { DataTable } from '../controls/data-table.tsx';
import { Empty } from '../controls/empty.tsx';
import { Grouped } from '../controls/grouped.tsx';
import { isNarrow } from '../controls/narrow.ts';
import { Sign } from '../controls/sign.tsx';
import { when } from '../i18n/when.ts';

interface ConflictTableProps {
  readonly rows: readonly ConflictHere[];
  readonly loading: boolean;
  readonly onOpen: (record: string) => void;
}

/** Conflicts, those that wait for a decision first. */
export function ConflictTable({ rows, loading, onOpen }: ConflictTableProps) {
  const { t, i18n } = useTranslation();
  return (
    <DataTable<ConflictHere>
      label={t('conflict.list')}
      columns={[
        { id: 'what', name: t('conflict.what'), heads: true, cell: ({ kind }) => t(`conflict.kind.${kind}`) },
        { id: 'state', name: t('conflict.state'), cell: (row) => <State row={row} /> },
        { id: 'person', name: t('conflict.person'), cell: ({ holder }) => holder?.name ?? '' },
        {
          id: 'token',
          name: t('conflict.token'),
          cell: ({ token }) => token !== '' && <Grouped>{token}</Grouped>,
        },
        { id: 'desk', name: t('conflict.desk'), cell: ({ stationName }) => stationName, hidden: isNarrow() },
        { id: 'when', name: t('conflict.when'), cell: ({ raisedAt }) => when(raisedAt, i18n.language) },
      ]}
      rows={rows}
      rowId={({ record }) => record}
      onOpen={({ record }) => onOpen(record)}
      loading={loading}
      empty={<Empty what={t('conflict.none')} begin={t('conflict.begin')} />}
    />
  );
}

function State({ row }: { readonly row: ConflictHere }) {
  const { t } = useTranslation();
  if (row.choice !== null) return <Sign meaning="proven">{t('conflict.settled')}</Sign>;
  return <Sign meaning="waiting">{t(row.isOnItsWay ? 'conflict.onItsWay' : 'conflict.waits')}</Sign>;
}
