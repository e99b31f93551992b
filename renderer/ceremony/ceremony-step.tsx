import { type ReactNode, type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../controls/button.tsx';
import { useHeadingFocus } from '../controls/heading-focus.ts';
import { useStepKeys } from '../controls/step-keys.ts';
import { CeremonyFrame } from './ceremony-frame.tsx';
import { CeremonyStop } from './ceremony-stop.tsx';
import type { StepProps } from './step-props.ts';
import './ceremony-step.css';

interface CeremonyStepProps extends StepProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children?: ReactNode;
  /** At the right, only when something must be compared. */
  readonly aside?: ReactNode;
  /** The likely one: Enter. */
  readonly next?: { readonly label: string; readonly run: () => void; readonly busy?: boolean } | undefined;
  /** Escape; without it, Escape asks whether to stop or leave. */
  readonly back?: { readonly label: string; readonly run: () => void; readonly busy?: boolean } | undefined;
}

/** One question of the ceremony: its heading takes the focus, Enter goes on, Escape goes back. */
export function CeremonyStep({ title, lead, children, aside, next, back, ...step }: CeremonyStepProps) {
  const { t } = useTranslation();
  const heading = useHeadingFocus(title);
  const [leaving, setLeaving] = useState(false);
  const canStop = step.ceremony.outcome === undefined && step.ceremony.step !== 'person';
  const onEscape = back?.run ?? (canStop ? () => setLeaving(true) : undefined);
  useStepKeys(next?.busy ? undefined : next?.run, onEscape);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (next !== undefined && next.busy !== true) next.run();
  };
  return (
    <CeremonyFrame {...step}>
      <form className="step" onSubmit={submit} noValidate>
        <div className="step-body" data-aside={aside !== undefined || undefined}>
          <div className="column">
            <div className="stack">
              <h1 ref={heading} tabIndex={-1} className="question">
                {title}
              </h1>
              {lead !== undefined && <div className="measure quiet">{lead}</div>}
            </div>
            {children}
          </div>
          {aside !== undefined && <div className="step-aside">{aside}</div>}
        </div>
        <div className="ceremony-foot">
          {canStop && (
            <Button
              kind="plain"
              onPress={() => setLeaving(true)}
              {...(back === undefined ? { keyName: 'Escape' as const } : {})}
            >
              {t('ceremony.stopOrLeave')}
            </Button>
          )}
          <span className="foot-space" />
          {back !== undefined && (
            <Button keyName="Escape" busy={back.busy === true} onPress={back.run}>
              {back.label}
            </Button>
          )}
          {next !== undefined && (
            <Button kind="main" type="submit" keyName="Enter" busy={next.busy === true}>
              {next.label}
            </Button>
          )}
        </div>
      </form>
      <CeremonyStop isOpen={leaving} onClose={() => setLeaving(false)} />
    </CeremonyFrame>
  );
}
