import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { AppState } from '../../domain/contract/ipc.ts';
import { Button } from '../controls/button.tsx';
import { Problem } from '../controls/problem.tsx';
import { Waiting } from '../frame/waiting.tsx';
import { useAction } from '../keydesk.ts';
import { useCeremony } from '../queries.ts';
import { useAnnouncements } from './ceremony-announcements.ts';
import { CeremonyChecks } from './ceremony-checks.tsx';
import { CeremonyConfirm } from './ceremony-confirm.tsx';
import { CeremonyDone } from './ceremony-done.tsx';
import { CeremonyHandOver } from './ceremony-hand-over.tsx';
import { CeremonyOfAnother } from './ceremony-of-another.tsx';
import { CeremonyPerson } from './ceremony-person.tsx';
import { CeremonyPin } from './ceremony-pin.tsx';
import { CeremonyProgram } from './ceremony-program.tsx';
import { CeremonyProve } from './ceremony-prove.tsx';
import { CeremonyToken } from './ceremony-token.tsx';
import type { StepProps } from './step-props.ts';

/** The ceremony, at whatever step the desk says it is; begins one when none is open. */
export function Ceremony({ app }: { readonly app: AppState }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const current = useCeremony();
  const begin = useAction('ceremony/begin');
  const begun = useRef(false);
  useEffect(() => {
    if (current.data !== null) begun.current = false;
    if (current.data !== null || begun.current) return;
    begun.current = true;
    void begin.run();
  }, [current.data, begin]);
  useAnnouncements(current.data ?? undefined, app.settings.sound);
  if (begin.failure !== undefined)
    return (
      <main className="set-up">
        <section>
          <h1 className="question">{t('ceremony.cannotBegin')}</h1>
          <Problem failure={begin.failure}>
            <Button kind="main" onPress={() => navigate('/')}>
              {t('ceremony.leave')}
            </Button>
          </Problem>
        </section>
      </main>
    );
  if (current.data === undefined || current.data === null) return <Waiting />;
  return <Step app={app} ceremony={current.data} />;
}

const screens = {
  person: CeremonyPerson,
  checks: CeremonyChecks,
  token: CeremonyToken,
  program: CeremonyProgram,
  prove: CeremonyProve,
  pin: CeremonyPin,
  'hand over': CeremonyHandOver,
  done: CeremonyDone,
} as const;

function Step(props: StepProps) {
  const { app, ceremony } = props;
  const isOwn = app.atDesk.state !== 'in' || ceremony.controller === app.atDesk.name;
  if (!isOwn && ceremony.outcome === undefined) return <CeremonyOfAnother controller={ceremony.controller} />;
  if (ceremony.confirmAgain && ceremony.outcome === undefined) return <CeremonyConfirm {...props} />;
  const Screen = screens[ceremony.step];
  return <Screen key={`${ceremony.id} ${ceremony.step}`} {...props} />;
}
