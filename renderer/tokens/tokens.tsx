import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TokenRow } from '../../domain/contract/ipc.ts';
import { DataTable } from '../controls/data-table.tsx';
import { Empty } from '../controls/empty.tsx';
import { ListDetail } from '../controls/list-detail.tsx';
import { ListProblem } from '../controls/list-problem.tsx';
import { isNarrow } from '../controls/narrow.ts';
import { Page } from '../controls/page.tsx';
import { SearchField } from '../controls/search-field.tsx';
import { useSearchKeys } from '../controls/search-keys.ts';
import { when } from '../i18n/when.ts';
import { useTokens } from '../queries.ts';
import { TokensDetail } from './tokens-detail.tsx';
import { TokensPlugged } from './tokens-plugged.tsx';
import { Serial } from './tokens-serial.tsx';
import { TokenStateWord } from './tokens-state.tsx';
import './tokens.css';

const idOf = (row: TokenRow) => [row.source, row.serial, row.slot, row.credential].join('/');

/** Every token this desk or the server knows, the one in the port first. */
export function Tokens() {
  const { t, i18n } = useTranslation();
  const [query, setQuery] = useState(queryFromDesk);
  const [chosen, setChosen] = useState<TokenRow>();
  const search = useSearchKeys();
  const tokens = useTokens(query);
  const rows = tokens.data?.pages.flatMap((page) => page.rows) ?? [];
  const token = chosen && (rows.find((row) => idOf(row) === idOf(chosen)) ?? chosen);
  return (
    <Page
      title={t('nav.tokens')}
      tools={<SearchField label={t('tokens.search')} value={query} onChange={setQuery} {...search} />}
    >
      <ListDetail
        chosen={token && idOf(token)}
        title={token && <Serial serial={token.serial || token.credential} />}
        detail={token && <TokensDetail token={token} />}
        hint={rows.length > 0 ? t('tokens.hint') : undefined}
        onClose={() => setChosen(undefined)}
        list={
          <div className="tokens-list">
            <TokensPlugged onSearch={setQuery} />
            {tokens.error !== null ? (
              <ListProblem query={tokens} />
            ) : (
              <DataTable
                label={t('nav.tokens')}
                columns={[
                  { id: 'serial', name: t('tokens.serial'), heads: true, cell: (row) => <MarkedSerial row={row} /> },
                  { id: 'state', name: t('tokens.state.title'), cell: (row) => <TokenStateWord state={row.state} /> },
                  { id: 'holder', name: t('tokens.holder'), cell: (row) => row.holderName },
                  { id: 'model', name: t('tokens.model'), cell: (row) => row.model, hidden: isNarrow() },
                  {
                    id: 'updated',
                    name: t('tokens.since'),
                    cell: (row) => when(row.updatedAt, i18n.language),
                    hidden: true,
                  },
                  { id: 'slot', name: t('tokens.slot'), cell: (row) => row.slot || '', hidden: true },
                  { id: 'credential', name: t('tokens.credential'), cell: (row) => row.credential, hidden: true },
                  {
                    id: 'source',
                    name: t('tokens.source.title'),
                    cell: (row) => t(`tokens.source.${row.source}`),
                    hidden: true,
                  },
                ]}
                rows={rows}
                rowId={idOf}
                chosen={token && idOf(token)}
                onOpen={setChosen}
                total={tokens.data?.pages[0]?.total ?? 0}
                loading={tokens.isPending || tokens.isFetchingNextPage}
                onMore={tokens.hasNextPage ? () => void tokens.fetchNextPage() : undefined}
                empty={
                  query === '' ? (
                    <Empty what={t('tokens.none')} begin={t('tokens.begin')} />
                  ) : (
                    <Empty what={t('tokens.noMatch', { query })} begin={t('tokens.tryOther')} />
                  )
                }
              />
            )}
          </div>
        }
      />
    </Page>
  );
}

function MarkedSerial({ row }: { readonly row: TokenRow }) {
  const { t } = useTranslation();
  return (
    <>
      <Serial serial={row.serial || row.credential} />
      {row.practice && <span className="practice-mark">{t('practice.mark')}</span>}
    </>
  );
}

/** What the desk home was asked to show here. */
function queryFromDesk(): string {
  const state: unknown = window.history.state;
  return typeof state === 'object' && state !== null && 'query' in state && typeof state.query === 'string'
    ? state.query
    : '';
}
