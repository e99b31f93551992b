import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { Reply } from '../../domain/contract/ipc.ts';
import type { TokenAct } from '../../domain/token-act.ts';
import { Button } from '../controls/button.tsx';
import { Page } from '../controls/page.tsx';
import { useStepKeys } from '../controls/step-keys.ts';
import { Waiting } from '../frame/waiting.tsx';
import { useAppState, useRecord } from '../queries.ts';
import { RecordsDecide } from '../records/records-decide.tsx';
import { Delivery } from '../records/records-delivery.tsx';
import { RecordsDispute } from '../records/records-dispute.tsx';
import { ActAbout } from './act-about.tsx';

interface ActDoneProps {
  readonly act: TokenAct;
  /** As it was when the act was done. */
  readonly about: Reply<'acts/foresee'>;
  readonly record: string;
  readonly onClose: () => void;
}

/** What became of an act: it is recorded, and whether the server has it; never a success before the receipt. */
export function ActDone({ act, about, record, onClose }: ActDoneProps) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const { data } = useRecord(record);
  const isElsewhere = useAppState().data?.station?.kind === 'privacyidea';
  useStepKeys(onClose, onClose);
  if (data === undefined) return <Waiting />;
  const ends = act === 'withdraw' || act === 'report-lost';
  return (
    <Page title={t(`acts.done.title.${act}`)}>
      <div className="act column">
        <ActAbout about={about} />
        <div className="stack" role="status">
          <p className="large">
            <Delivery delivery={data.delivery} />
          </p>
          {data.delivery === 'waiting' && (
            <p className="measure">{t(ends ? 'acts.done.waiting' : 'acts.done.waitingMild')}</p>
          )}
          {data.delivery === 'kept' && <p className="measure">{t('acts.elsewhere.kept')}</p>}
          {data.delivery === 'delivered' && <p className="measure">{t(`acts.done.delivered.${act}`)}</p>}
        </div>
        {data.delivery === 'refused' &&
          (isElsewhere ? <RecordsDecide detail={data} /> : <RecordsDispute detail={data} />)}
        <div className="act-foot">
          <Button onPress={() => go(`/records/${record}`)}>{t('acts.done.record')}</Button>
          {act === 'report-lost' && isElsewhere && (
            <Button onPress={() => go(`/acts/stand-in/${about.token}`, { replace: true })}>
              {t('acts.standIn.start')}
            </Button>
          )}
          {act === 'take-back' && (
            <>
              <Button onPress={() => go('/stock/reprogram')}>{t('acts.done.again')}</Button>
              <Button onPress={() => go('/stock')}>{t('acts.done.shelf')}</Button>
            </>
          )}
          <Button kind="main" keyName="Enter" onPress={onClose}>
            {t('acts.done.close')}
          </Button>
        </div>
      </div>
    </Page>
  );
}
