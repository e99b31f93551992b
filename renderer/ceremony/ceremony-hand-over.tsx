import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { holderName } from '../../domain/holder.ts';
import { CeremonyAcknowledge } from './ceremony-acknowledge.tsx';
import { CeremonyStep } from './ceremony-step.tsx';
import { CeremonySummary } from './ceremony-summary.tsx';
import { RecipientView } from './recipient-view.tsx';
import type { StepProps } from './step-props.ts';
import { TurnBack } from './turn-back.tsx';

/** Step 7: the recipient reads and acknowledges; then the screen turns back and the controller signs off. */
export function CeremonyHandOver(props: StepProps) {
  const { t } = useTranslation();
  const [view, setView] = useState<'recipient' | 'controller'>(
    props.ceremony.acknowledgement === undefined ? 'recipient' : 'controller',
  );
  const [language, setLanguage] = useState(props.app.settings.language);
  const name = props.ceremony.holder === undefined ? '' : holderName(props.ceremony.holder);
  const isAcknowledged = props.ceremony.acknowledgement !== undefined;
  if (view === 'recipient')
    return (
      <RecipientView {...props} language={language} onLanguage={setLanguage} onBack={() => setView('controller')}>
        {isAcknowledged ? <TurnBack onTurned={() => setView('controller')} /> : <CeremonyAcknowledge {...props} />}
      </RecipientView>
    );
  if (isAcknowledged) return <CeremonySummary {...props} />;
  return (
    <CeremonyStep
      {...props}
      title={t('ceremony.turnTo', { name })}
      lead={t('ceremony.handOver.turnLead')}
      next={{ label: t('ceremony.turn'), run: () => setView('recipient') }}
    />
  );
}
