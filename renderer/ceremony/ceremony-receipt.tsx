import { useTranslation } from 'react-i18next';
import type { Outcome } from '../../domain/ceremony.ts';
import type { RecordRow } from '../../domain/contract/ipc.ts';
import { asFailure } from '../../domain/failure.ts';
import { holderName } from '../../domain/holder.ts';
import { Grouped } from '../controls/grouped.tsx';
import { Problem } from '../controls/problem.tsx';
import { type Meaning, Sign } from '../controls/sign.tsx';
import { Spoken } from '../controls/spoken.tsx';
import { whenExactly } from '../i18n/when.ts';
import { useRecord } from '../queries.ts';
import { Mark } from './ceremony-summary.tsx';
import type { StepProps } from './step-props.ts';
import './ceremony-receipt.css';

/** The record as the desk keeps it, and what came of its delivery. */
export function CeremonyReceipt({ app, ceremony, outcome }: StepProps & { readonly outcome: Outcome }) {
  const { t, i18n } = useTranslation();
  const record = useRecord(outcome.record);
  const { holder, token } = ceremony;
  if (record.error !== null) return <Problem failure={asFailure(record.error)} />;
  if (record.data === undefined) return <p className="quiet">{t('loading')}</p>;
  return (
    <section className="receipt" aria-label={t('ceremony.done.receipt')}>
      <p role="status">
        <Delivery record={record.data} />
      </p>
      <dl className="facts">
        <dt>{t('ceremony.summary.person')}</dt>
        <dd>
          {holder === undefined ? t('ceremony.nobody') : `${holderName(holder)} · ${holder.username} · ${holder.realm}`}
        </dd>
        {token !== undefined && (
          <>
            <dt>{t('ceremony.summary.token')}</dt>
            <dd>
              <Grouped>{token.serial}</Grouped> · {token.model}
            </dd>
          </>
        )}
        <dt>{t('ceremony.done.when')}</dt>
        <dd>{whenExactly(record.data.recordedAt, i18n.language)}</dd>
        <dt>{t('ceremony.done.controller')}</dt>
        <dd>
          <Spoken name={record.data.controller} /> · {app.station?.name}
        </dd>
        <dt>{t('ceremony.done.number')}</dt>
        <dd>{record.data.practice ? t('ceremony.done.noNumber') : record.data.sequence}</dd>
        <dt>{t('ceremony.done.hash')}</dt>
        <dd className="hash">
          <Grouped>{record.data.contentHash}</Grouped>
        </dd>
        {ceremony.acknowledgement !== undefined && (
          <>
            <dt>{t('ceremony.summary.acknowledged')}</dt>
            <dd>
              <Mark acknowledgement={ceremony.acknowledgement} />
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}

const meanings: Readonly<Record<RecordRow['delivery'], Meaning>> = {
  delivered: 'proven',
  refused: 'refused',
  waiting: 'waiting',
  practice: 'none',
  kept: 'none',
  'given up': 'refused',
};

function Delivery({ record }: { readonly record: RecordRow }) {
  const { t } = useTranslation();
  return <Sign meaning={meanings[record.delivery]}>{t(`ceremony.delivery.${record.delivery}`)}</Sign>;
}
