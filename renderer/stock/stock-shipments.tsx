import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { ShipmentRow } from '../../domain/contract/stock.ts';
import { Button } from '../controls/button.tsx';
import { DataTable } from '../controls/data-table.tsx';
import { Empty } from '../controls/empty.tsx';
import { ListProblem } from '../controls/list-problem.tsx';
import { Problem } from '../controls/problem.tsx';
import { Select } from '../controls/select.tsx';
import { type Meaning, Sign } from '../controls/sign.tsx';
import { Spoken } from '../controls/spoken.tsx';
import { when } from '../i18n/when.ts';
import { useAction } from '../keydesk.ts';
import { StockDrafts } from './stock-drafts.tsx';
import { StockMay } from './stock-may.tsx';
import { useStock, useStockChanged } from './stock-queries.ts';

/** What goes between offices: boxes being packed, boxes on their way, and what has arrived. */
export function StockShipments() {
  return (
    <div className="stock-part">
      <StockDrafts kinds={['pack', 'arrive']} />
      <StockMay>{(own, all) => <NewShipment own={own} all={all} />}</StockMay>
      <Shipments />
    </div>
  );
}

interface Place {
  readonly id: string;
  readonly name: string;
}

function NewShipment({ own, all }: { readonly own: readonly Place[]; readonly all: readonly Place[] }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const open = useAction('stock/open');
  const changed = useStockChanged();
  const [fromChosen, setFrom] = useState<string>();
  const [toChosen, setTo] = useState<string>();
  const from = fromChosen ?? own[0]?.id ?? '';
  const others = all.filter(({ id }) => id !== from);
  const to = others.some(({ id }) => id === toChosen) ? toChosen : others[0]?.id;
  if (to === undefined) return <p className="quiet">{t('stock.pack.onlyOffice')}</p>;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const opened = await open.run({ kind: 'pack', office: from, to });
    if (opened === undefined) return;
    changed();
    go(`/stock/draft/${opened.value.id}`);
  };
  const choices = (places: readonly Place[]) => places.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <form className="stock-new" onSubmit={(event) => void submit(event)}>
      <Select label={t('stock.pack.from')} choices={choices(own)} value={from} onChange={setFrom} />
      <Select label={t('stock.pack.to')} choices={choices(others)} value={to} onChange={setTo} />
      <Button type="submit" busy={open.busy}>
        {t('stock.pack.begin')}
      </Button>
      {open.failure !== undefined && <Problem failure={open.failure} />}
    </form>
  );
}

function Shipments() {
  const { t, i18n } = useTranslation();
  const [, go] = useLocation();
  const shipments = useStock('stock/shipments');
  const mayPack = useStock('stock/offices').data?.problem === null;
  if (shipments.error !== null) return <ListProblem query={shipments} />;
  return (
    <DataTable<ShipmentRow>
      label={t('stock.tab.shipments')}
      columns={[
        {
          id: 'way',
          name: t('stock.shipment.way'),
          heads: true,
          cell: ({ from, to }) => t('stock.shipment.fromTo', { from: from.name, to: to.name }),
        },
        { id: 'state', name: t('tokens.state.title'), cell: (row) => <ShipmentState row={row} /> },
        { id: 'count', name: t('stock.shipment.tokens'), cell: ({ count }) => String(count) },
        { id: 'sent', name: t('stock.shipment.sentAt'), cell: ({ sentAt }) => when(sentAt, i18n.language) },
        {
          id: 'controller',
          name: t('stock.shipment.sentBy'),
          cell: ({ controller }) => <Spoken name={controller} />,
          hidden: true,
        },
      ]}
      rows={shipments.data ?? []}
      rowId={({ id }) => id}
      onOpen={({ id }) => go(`/stock/shipment/${id}`)}
      loading={shipments.isPending}
      empty={
        mayPack ? (
          <Empty what={t('stock.shipment.none')} begin={t('stock.shipment.begin')} />
        ) : (
          <p className="quiet">{t('stock.shipment.none')}</p>
        )
      }
    />
  );
}

/** How a shipment stands, by what is still on its way. */
export function ShipmentState({ row: { state, onItsWay } }: { readonly row: ShipmentRow }) {
  const { t } = useTranslation();
  const shown = state !== 'sent' && onItsWay > 0 ? 'partly' : state;
  const meanings: Readonly<Record<typeof shown, Meaning>> = {
    sent: 'waiting',
    partly: 'waiting',
    received: 'proven',
    'received with differences': 'refused',
    'called back': 'none',
  };
  return <Sign meaning={meanings[shown]}>{t(`stock.shipment.state.${shown}`, { count: onItsWay })}</Sign>;
}
