import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../controls/button.tsx';
import { useAction } from '../keydesk.ts';
import { useAttached, usePracticeTokens } from '../queries.ts';
import { codeFieldAttribute } from '../stray-window.ts';
import { EmulatedTokens } from '../tokens/emulated-tokens.tsx';
import type { StepProps } from './step-props.ts';
import './ceremony-practice.css';

/** Hands for an emulated token: what a person does to a real one. In sight only when one is in play. */
export function CeremonyPractice({ app, ceremony }: StepProps) {
  const { t } = useTranslation();
  const attached = useAttached().data?.tokens.find(({ token }) => token.transport === 'emulator');
  const [seen, setSeen] = useState(false);
  const plugIn = useAction('practice/plug-in');
  const pullOut = useAction('practice/pull-out');
  const touch = useAction('practice/touch');
  if (attached !== undefined && !seen) setSeen(true);
  const several = (usePracticeTokens().data?.length ?? 0) > 0;
  const inPlay = attached !== undefined || seen || ceremony.token?.transport === 'emulator';
  if (several && ceremony.outcome === undefined) return <SeveralTokens />;
  if (!inPlay || ceremony.outcome !== undefined) return null;
  const press = (slot: 1 | 2) => {
    document.querySelector<HTMLElement>(`[${codeFieldAttribute}]`)?.focus();
    void touch.run({ slot });
  };
  return (
    <section className="practice-panel" aria-label={t('practice.panel')}>
      <span className="practice-mark">{t(app.emulator === 'desk' ? 'practice.standIn' : 'practice.token')}</span>
      {attached === undefined ? (
        <Button busy={plugIn.busy} onPress={() => void plugIn.run()}>
          {t('practice.plugIn')}
        </Button>
      ) : (
        <>
          <Button onPress={() => press(1)}>{t('practice.touch')}</Button>
          <Button onPress={() => press(2)}>{t('practice.touchLong')}</Button>
          <Button busy={pullOut.busy} onPress={() => void pullOut.run()}>
            {t('practice.pullOut')}
          </Button>
        </>
      )}
    </section>
  );
}

function SeveralTokens() {
  return (
    <div className="practice-several">
      <EmulatedTokens />
    </div>
  );
}
