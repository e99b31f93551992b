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
  const begin = useAction('ceremony/begin');
  const { outcome, holder } = props.ceremony;
  const name = holder === undefined ? t('ceremony.nobody') : holderName(holder);
  const nextPerson = async () => {
    if ((await close.run()) !== undefined) await begin.run();
  };
  const toDesk = async () => {
    navigate('/');
    await close.run();
  };
  const failure = close.failure ?? begin.failure;
  if (outcome === undefined) return null;
  return (
    <CeremonyStep
      {...props}
      title={t(`ceremony.done.${outcome.kind}`, { name })}
      next={{ label: t('ceremony.done.next'), run: () => void nextPerson(), busy: close.busy || begin.busy }}
      back={{ label: t('ceremony.done.desk'), run: () => void toDesk() }}
    >
      {failure !== undefined && <Problem failure={failure} />}
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
      <div className="row no-print">
        <Button onPress={() => window.print()}>{t('ceremony.done.print')}</Button>
      </div>
    </CeremonyStep>
  );
}
