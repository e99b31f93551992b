import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { holderName } from '../../domain/holder.ts';
import { Button } from '../controls/button.tsx';
import { Problem } from '../controls/problem.tsx';
import { Sign } from '../controls/sign.tsx';
import { useAction } from '../keydesk.ts';
import { CeremonyReceipt } from './ceremony-receipt.tsx';
import { CeremonyStep } from './ceremony-step.tsx';
import type { StepProps } from './step-props.ts';

/** Step 8: what came of it, as kept; then the next person. */
export function CeremonyDone(props: StepProps) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const close = useAction('ceremony/close');
  const { outcome, holder } = props.ceremony;
  const name = holder === undefined ? t('ceremony.nobody') : holderName(holder);
  const toDesk = async () => {
    navigate('/');
    await close.run();
  };
  if (outcome === undefined) return null;
  return (
    <CeremonyStep
      {...props}
      title={t(`ceremony.done.${outcome.kind}`, { name })}
      next={{ label: t('ceremony.done.next'), run: () => void close.run(), busy: close.busy }}
      back={{ label: t('ceremony.done.desk'), run: () => void toDesk() }}
    >
      {close.failure !== undefined && <Problem failure={close.failure} />}
      {outcome.kind !== 'issued' && (
        <div className="stack">
          <p className="large">
            <Sign meaning="refused">{t(`ceremony.reason.${outcome.reason}`)}</Sign>
          </p>
          {outcome.note !== '' && <p className="measure">{outcome.note}</p>}
          <p className="measure quiet">{t('ceremony.done.endedHint')}</p>
        </div>
      )}
      <CeremonyReceipt {...props} outcome={outcome} />
      <div className="row">
        <Button onPress={() => navigate(`/paper/receipt/${outcome.record}`)}>{t('ceremony.done.print')}</Button>
      </div>
    </CeremonyStep>
  );
}
