import { useTranslation } from 'react-i18next';
import type { ForeseenOrder } from '../../domain/contract/order-file.ts';
import { ForeseenTitle } from '../import/foreseen-title.tsx';
import { Named } from '../import/import-foreseen.tsx';

/** What would come of the file for this shelf. Nothing has happened yet. */
export function StockFileForeseen({ foreseen }: { readonly foreseen: ForeseenOrder }) {
  const { t } = useTranslation();
  const { keys, types, tokens, nameless, known, faults, passedOver } = foreseen;
  const comes = faults.count === 0 && keys + tokens > 0;
  const refusal = faults.count > 0 ? t('stock.file.wouldNot', { count: keys }) : t('stock.file.nothing');
  return (
    <section className="foreseen" data-meaning={comes ? 'proven' : 'refused'}>
      <ForeseenTitle meaning={comes ? 'proven' : 'refused'}>
        {comes ? t('stock.file.wouldCome', { count: tokens }) : refusal}
      </ForeseenTitle>
      <p className="quiet">{t('stock.file.nothingYet')}</p>
      {comes && keys > 0 && (
        <div className="stack">
          <p>{t('stock.file.keys', { count: keys })}</p>
          <ul className="foreseen-types">
            {types.map(({ type, count }) => (
              <li key={type}>
                <strong>{count}</strong> {type.toUpperCase()}
              </li>
            ))}
          </ul>
        </div>
      )}
      {comes && nameless > 0 && <p>{t('stock.file.nameless', { count: nameless })}</p>}
      {faults.count > 0 && (
        <Named title={t('import.faults', { count: faults.count })} lines={faults.first} more={faults.count} />
      )}
      {known.count > 0 && (
        <Named title={t('stock.file.known', { count: known.count })} lines={known.first} more={known.count} />
      )}
      {passedOver.count > 0 && (
        <Named
          title={t('import.passedOver', { count: passedOver.count })}
          lines={passedOver.first}
          more={passedOver.count}
        />
      )}
    </section>
  );
}
