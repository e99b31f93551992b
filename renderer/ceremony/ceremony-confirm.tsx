import { useTranslation } from 'react-i18next';
import { holderName } from '../../domain/holder.ts';
import { Problem } from '../controls/problem.tsx';
import { useAction } from '../keydesk.ts';
import { CeremonyStep } from './ceremony-step.tsx';
import type { StepProps } from './step-props.ts';

/** After an interruption nobody goes on by habit: the person has to be looked at again. */
export function CeremonyConfirm(props: StepProps) {
  const { t } = useTranslation();
  const confirm = useAction('ceremony/confirm-person');
  const name = props.ceremony.holder === undefined ? '' : holderName(props.ceremony.holder);
  return (
    <CeremonyStep
      {...props}
      title={t('ceremony.confirm.title', { name })}
      lead={t('ceremony.confirm.lead', { step: t(`step.${props.ceremony.step}`) })}
      next={{ label: t('ceremony.confirm.next', { name }), run: () => void confirm.run(), busy: confirm.busy }}
    >
      {(confirm.failure ?? props.ceremony.problem) !== undefined && (
        <Problem failure={confirm.failure ?? props.ceremony.problem ?? { code: 'ceremony/interrupted', context: {} }} />
      )}
    </CeremonyStep>
  );
}
