import { useTranslation } from 'react-i18next';
import type { LaneView, SpareView } from '../../domain/contract/reprogram.ts';
import { failureWords } from '../controls/failure-words.ts';
import { Grouped } from '../controls/grouped.tsx';
import { inOrder } from './reprogram-order.ts';
import { ProofSign, SpareSign } from './reprogram-sign.tsx';

/** Each token of the box with its result: what may hold an old owner's secret first, then the newest. */
export function ReprogramList({ lane }: { readonly lane: LaneView }) {
  const { t } = useTranslation();
  if (lane.spares.length === 0) return <p className="quiet">{t('reprogram.empty')}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls is reached by keyboard
    <section className="lane-list" aria-label={t('reprogram.list')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('reprogram.column.place')}</th>
            <th scope="col">{t('reprogram.column.serial')}</th>
            <th scope="col">{t('reprogram.column.result')}</th>
            <th scope="col">{t('reprogram.column.proof')}</th>
          </tr>
        </thead>
        <tbody>
          {inOrder(lane.spares).map((spare) => (
            <OneSpare key={spare.id} spare={spare} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function OneSpare({ spare }: { readonly spare: SpareView }) {
  const { t } = useTranslation();
  const { place, serial, before, problem } = spare;
  return (
    <tr data-stage={spare.stage}>
      <td>{place}</td>
      <th scope="row">
        <Grouped>{serial}</Grouped>
      </th>
      <td>
        <span className="lane-result">
          <SpareSign spare={spare} />
          {before !== 'blank' && before !== 'in stock' && (
            <span className="quiet small">{t('reprogram.before', { state: t(`tokens.state.${before}`) })}</span>
          )}
        </span>
      </td>
      <td>{problem === null ? <ProofSign spare={spare} /> : failureWords(t, problem).what}</td>
    </tr>
  );
}
