import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { Reply } from '../../domain/contract/ipc.ts';
import type { StockRow } from '../../domain/contract/stock.ts';
import type { TokenState } from '../../domain/token.ts';
import { Button } from '../controls/button.tsx';
import { DataTable } from '../controls/data-table.tsx';
import { Empty } from '../controls/empty.tsx';
import { ListProblem } from '../controls/list-problem.tsx';
import { isNarrow } from '../controls/narrow.ts';
import { SearchField } from '../controls/search-field.tsx';
import { useSearchKeys } from '../controls/search-keys.ts';
import { Select } from '../controls/select.tsx';
import { Serial } from '../tokens/tokens-serial.tsx';
import { TokenStateWord } from '../tokens/tokens-state.tsx';
import { StockPage } from './stock-page.tsx';
import { useShelf, useStock } from './stock-queries.ts';

const states = ['blank', 'in stock', 'returned', 'quarantined', 'in transit', 'issued', 'lost', 'scrapped'] as const;
/** In the list of offices: every one, and no shelf at all. */
const everywhere = '*';
const nowhere = '-';

/** What lies where, the own office first. */
export function StockShelf() {
  const { t } = useTranslation();
  const offices = useStock('stock/offices').data?.offices;
  const [chosen, setOffice] = useState<string>();
  const [state, setState] = useState<string>(everywhere);
  const [query, setQuery] = useState('');
  const search = useSearchKeys();
  const office = chosen ?? offices?.[0]?.id ?? everywhere;
  const seen = offices?.filter(({ own }) => own) ?? [];
  return (
    <StockPage tools={<SearchField label={t('stock.shelf.search')} value={query} onChange={setQuery} {...search} />}>
      <div className="stock-shelf">
        <div className="stock-filters">
          <Select
            label={t('stock.office')}
            choices={[
              ...seen.map(({ id, name }) => ({ value: id, label: name })),
              { value: nowhere, label: t('stock.shelf.nowhere') },
              { value: everywhere, label: t('stock.shelf.everywhere') },
            ]}
            value={office}
            onChange={setOffice}
          />
          <Select
            label={t('tokens.state.title')}
            choices={[
              { value: everywhere, label: t('stock.shelf.anyState') },
              ...states.map((value) => ({ value, label: t(`tokens.state.${value}`) })),
            ]}
            value={state}
            onChange={setState}
          />
          <Figures office={office} />
        </div>
        <Rows
          query={query}
          office={office === everywhere ? undefined : office === nowhere ? '' : office}
          state={state === everywhere ? undefined : (state as TokenState)}
        />
      </div>
    </StockPage>
  );
}

interface RowsProps {
  readonly query: string;
  readonly office: string | undefined;
  readonly state: TokenState | undefined;
}

function Rows(wish: RowsProps) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const shelf = useShelf(wish);
  if (shelf.error !== null) return <ListProblem query={shelf} />;
  const isFiltered = wish.query !== '' || wish.state !== undefined;
  return (
    <DataTable<StockRow>
      label={t('stock.tab.shelf')}
      columns={[
        { id: 'serial', name: t('tokens.serial'), heads: true, cell: ({ serial }) => <Serial serial={serial} /> },
        { id: 'state', name: t('tokens.state.title'), cell: ({ state }) => <TokenStateWord state={state} /> },
        { id: 'seed', name: t('stock.shelf.seed'), cell: (row) => <Seed row={row} /> },
        { id: 'where', name: t('stock.shelf.where'), cell: (row) => <Where row={row} /> },
        { id: 'model', name: t('tokens.model'), cell: ({ model }) => model, hidden: isNarrow() },
      ]}
      rows={shelf.data?.pages.flatMap((page) => page.rows) ?? []}
      rowId={({ serial }) => serial}
      onOpen={({ serial }) => go(`/stock/found/${serial}`)}
      total={shelf.data?.pages[0]?.total ?? 0}
      loading={shelf.isPending || shelf.isFetchingNextPage}
      onMore={shelf.hasNextPage ? () => void shelf.fetchNextPage() : undefined}
      empty={
        isFiltered ? (
          <Empty what={t('stock.shelf.noMatch')} begin={t('stock.shelf.tryOther')} />
        ) : (
          <Empty what={t('stock.shelf.none')} begin={t('stock.shelf.begin')}>
            <Button onPress={() => go('/stock/receive')}>{t('stock.receive.begin')}</Button>
          </Empty>
        )
      }
    />
  );
}

function Seed({ row: { state, hasSeed } }: { readonly row: StockRow }) {
  const { t } = useTranslation();
  if (state !== 'blank' && state !== 'in stock' && state !== 'in transit') return null;
  return <span>{t(hasSeed ? 'stock.shelf.hasSeed' : 'stock.shelf.noSeed')}</span>;
}

function Where({ row: { office, holderName, goingTo } }: { readonly row: StockRow }) {
  const { t } = useTranslation();
  if (goingTo !== '') return <span>{t('stock.shelf.goingTo', { office: goingTo })}</span>;
  return <span>{office?.name ?? holderName}</span>;
}

const kinds = [
  'ready',
  'blank',
  'returned',
  'quarantined',
  'inTransitTo',
  'issued',
] as const satisfies readonly (keyof Reply<'stock/summary'>[number])[];

/** What the chosen office has left, and a label for its shelf. */
function Figures({ office }: { readonly office: string }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const row = useStock('stock/summary').data?.find((one) => one.office.id === office);
  if (row === undefined) return null;
  return (
    <>
      <ul className="stock-figures" aria-label={t('stock.shelf.figures', { office: row.office.name })}>
        {kinds
          .filter((kind) => row[kind] > 0 || kind === 'ready' || kind === 'blank')
          .map((kind) => (
            <li key={kind}>{t(`stock.figure.${kind}`, { count: row[kind] })}</li>
          ))}
      </ul>
      <Button kind="plain" onPress={() => go(`/paper/shelf-label/${office}`)}>
        {t('stock.shelf.label')}
      </Button>
    </>
  );
}
