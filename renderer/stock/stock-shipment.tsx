import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { Reply } from '../../domain/contract/ipc.ts';
import { Button } from '../controls/button.tsx';
import { DataTable } from '../controls/data-table.tsx';
import { Facts } from '../controls/facts.tsx';
import { useHeadingFocus } from '../controls/heading-focus.ts';
import { ListProblem } from '../controls/list-problem.tsx';
import { Problem } from '../controls/problem.tsx';
import { type Meaning, Sign } from '../controls/sign.tsx';
import { Spoken } from '../controls/spoken.tsx';
import { whenExactly } from '../i18n/when.ts';
import { useAction } from '../keydesk.ts';
import { Serial } from '../tokens/tokens-serial.tsx';
import { CallBack } from './stock-call-back.tsx';
import { useStock, useStockChanged } from './stock-queries.ts';
import { ShipmentState } from './stock-shipments.tsx';

type Token = Reply<'stock/shipment'>['tokens'][number];

const meanings: Readonly<Record<Token['outcome'], Meaning>> = {
  'on its way': 'waiting',
  arrived: 'proven',
  foreign: 'refused',
  'not sent': 'none',
  issued: 'refused',
  elsewhere: 'waiting',
  lost: 'refused',
  'called back': 'none',
};

/** One shipment: its manifest, what became of each token, and the way to unpack it. */
export function StockShipment({ id }: { readonly id: string }) {
  const { t, i18n } = useTranslation();
  const [, go] = useLocation();
  const shipment = useStock('stock/shipment', { id });
  const own = useStock('stock/offices').data;
  const open = useAction('stock/open');
  const changed = useStockChanged();
  const heading = useHeadingFocus(id);
  if (shipment.error !== null) return <ListProblem query={shipment} />;
  if (shipment.data === undefined) return null;
  const { from, to, state, onItsWay, sentAt, receivedAt, controller, tokens } = shipment.data;
  const mayUnpack = own?.problem === null && own.offices.some((office) => office.own && office.id === to.id);
  const waits = tokens.some(({ outcome }) => ['on its way', 'lost', 'called back'].includes(outcome));
  const maySend = own?.problem === null && own.offices.some((office) => office.own && office.id === from.id);
  const unpack = async () => {
    const opened = await open.run({ kind: 'arrive', office: to.id, shipment: id });
    if (opened === undefined) return;
    changed();
    go(`/stock/draft/${opened.value.id}`);
  };
  return (
    <div className="stock-part">
      <h2 ref={heading} tabIndex={-1} className="question">
        {t('stock.shipment.fromTo', { from: from.name, to: to.name })}
      </h2>
      {open.failure !== undefined && <Problem failure={open.failure} />}
      <Facts
        facts={[
          [t('tokens.state.title'), <ShipmentState key="state" row={shipment.data} />],
          [t('stock.shipment.sentAt'), whenExactly(sentAt, i18n.language)],
          [t('stock.shipment.sentBy'), <Spoken key="sent-by" name={controller} />],
          [
            t(state === 'called back' ? 'stock.shipment.calledBackAt' : 'stock.shipment.receivedAt'),
            receivedAt === null ? '' : whenExactly(receivedAt, i18n.language),
          ],
        ]}
      />
      <div className="row">
        <Button onPress={() => go('/stock/shipments')}>{t('stock.shipment.back')}</Button>
        <Button onPress={() => go(`/paper/manifest/${id}`)}>{t('stock.pack.manifest')}</Button>
        {maySend && onItsWay > 0 && <CallBack id={id} from={from.name} to={to.name} count={onItsWay} />}
        {mayUnpack && waits && (
          <Button kind={onItsWay > 0 ? 'main' : 'second'} busy={open.busy} onPress={() => void unpack()}>
            {t('stock.arrive.begin')}
          </Button>
        )}
      </div>
      <DataTable<Token>
        label={t('stock.shipment.tokens')}
        columns={[
          { id: 'serial', name: t('tokens.serial'), heads: true, cell: ({ serial }) => <Serial serial={serial} /> },
          {
            id: 'outcome',
            name: t('tokens.state.title'),
            cell: ({ outcome }) => <Sign meaning={meanings[outcome]}>{t(`stock.outcome.${outcome}`)}</Sign>,
          },
          { id: 'model', name: t('tokens.model'), cell: ({ model }) => model },
        ]}
        rows={tokens}
        rowId={({ serial }) => serial}
        onOpen={({ serial }) => go(`/stock/found/${serial}`)}
        empty={null}
      />
    </div>
  );
}
