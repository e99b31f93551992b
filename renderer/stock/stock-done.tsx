import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Reply } from '../../domain/contract/ipc.ts';
import { useHeadingFocus } from '../controls/heading-focus.ts';
import { Sign } from '../controls/sign.tsx';
import { useRecord } from '../queries.ts';
import { namesOf } from './stock-drafts.tsx';

interface StockDoneProps {
  readonly draft: Reply<'stock/draft'>;
  readonly closed: Reply<'stock/close'>;
}

/** Closed and recorded: where to read it, and the paper that goes with it. */
export function StockDone({ draft, closed }: StockDoneProps) {
  const { t } = useTranslation();
  const heading = useHeadingFocus('done');
  const isTaken = useRecord(closed.records.at(-1) ?? '').data?.delivery === 'delivered';
  return (
    <div className="stock-part">
      <h2 ref={heading} tabIndex={-1} className="question">
        {t(`stock.${draft.kind}.done`, { ...namesOf(draft), count: draft.count })}
      </h2>
      <p>
        {isTaken ? (
          <Sign meaning="proven">{t('stock.lane.taken')}</Sign>
        ) : (
          <Sign meaning="waiting">{t('stock.lane.recorded', { count: closed.records.length })}</Sign>
        )}
      </p>
      <ul className="stock-lines">
        {closed.records.map((record, place) => (
          <li key={record}>
            <Link href={`/records/${record}`}>
              {t('stock.lane.record', { number: place + 1, count: closed.records.length })}
            </Link>
          </li>
        ))}
        {closed.shipment !== null && (
          <li>
            <Link
              href={draft.kind === 'pack' ? `/paper/manifest/${closed.shipment}` : `/stock/shipment/${closed.shipment}`}
            >
              {t(draft.kind === 'pack' ? 'stock.pack.manifest' : 'stock.arrive.look')}
            </Link>
          </li>
        )}
        {draft.kind !== 'pack' && (
          <li>
            <Link href={`/paper/shelf-label/${draft.office.id}`}>{t('stock.shelf.label')}</Link>
          </li>
        )}
        <li>
          <Link href="/stock">{t('stock.lane.toShelf')}</Link>
        </li>
      </ul>
    </div>
  );
}
