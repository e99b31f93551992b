import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Reply } from '../../domain/contract/ipc.ts';
import { useHeadingFocus } from '../controls/heading-focus.ts';
import { Sign } from '../controls/sign.tsx';
import { useRecord } from '../queries.ts';

interface StockFileDoneProps {
  readonly done: Reply<'order/take'>;
  readonly office: { readonly id: string; readonly name: string };
}

/** Received and recorded: where to read it, and what becomes of the file. */
export function StockFileDone({ done: { records, keys, tokens }, office }: StockFileDoneProps) {
  const { t } = useTranslation();
  const heading = useHeadingFocus('done');
  const delivery = useRecord(records.at(-1) ?? '').data?.delivery;
  return (
    <div className="stock-part">
      <h2 ref={heading} tabIndex={-1} className="question">
        {t('stock.receive.done', { office: office.name, count: tokens })}
      </h2>
      <p>
        {delivery === 'delivered' ? (
          <Sign meaning="proven">{t('stock.lane.taken')}</Sign>
        ) : delivery === 'refused' ? (
          <Sign meaning="refused">{t('stock.file.disputed')}</Sign>
        ) : (
          <Sign meaning="waiting">{t('stock.lane.recorded', { count: records.length })}</Sign>
        )}
      </p>
      {keys > 0 && <p className="measure">{t('stock.file.afterwards')}</p>}
      <ul className="stock-lines">
        {records.map((record, place) => (
          <li key={record}>
            <Link href={`/records/${record}`}>
              {t('stock.lane.record', { number: place + 1, count: records.length })}
            </Link>
          </li>
        ))}
        <li>
          <Link href={`/paper/shelf-label/${office.id}`}>{t('stock.shelf.label')}</Link>
        </li>
        <li>
          <Link href="/stock">{t('stock.lane.toShelf')}</Link>
        </li>
      </ul>
    </div>
  );
}
