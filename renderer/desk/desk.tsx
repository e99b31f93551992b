import { useTranslation } from 'react-i18next';
import type { Home } from '../../domain/contract/ipc.ts';
import { asFailure } from '../../domain/failure.ts';
import { Button } from '../controls/button.tsx';
import { useHeadingFocus } from '../controls/heading-focus.ts';
import { Problem } from '../controls/problem.tsx';
import { useStepKeys } from '../controls/step-keys.ts';
import { Waiting } from '../frame/waiting.tsx';
import { when } from '../i18n/when.ts';
import { useHome } from '../queries.ts';
import { TokensPort } from '../tokens/tokens-port.tsx';
import { openWith, useBeginCeremony } from './begin-ceremony.ts';
import { BeginProblem } from './begin-problem.tsx';
import './desk.css';
import { DeskNeeds } from './desk-needs.tsx';
import { DeskNext, DeskRollout } from './desk-next.tsx';
import { DeskQueue } from './desk-queue.tsx';
import { DeskRecent } from './desk-recent.tsx';
import { DeskStock } from './desk-stock.tsx';

/** The face of the counter: the one thing to do, what is in the port, what waits, what needs a hand, what was done. */
export function Desk() {
  const home = useHome();
  if (home.data === undefined) return home.error === null ? <Waiting /> : <Unread error={home.error} />;
  return (
    <div className="desk">
      <Head home={home.data} />
      <DeskNeeds home={home.data} />
      <aside className="desk-side">
        <TokensPort />
        <DeskQueue sync={home.data.sync} />
      </aside>
      <DeskRecent recent={home.data.recent} />
    </div>
  );
}

function Head({ home }: { readonly home: Home }) {
  const { t, i18n } = useTranslation();
  const heading = useHeadingFocus('desk');
  const begin = useBeginCeremony();
  const open = openWith(home.open);
  const step = home.open?.step;
  useStepKeys(begin.busy ? undefined : () => void begin.run(), undefined);
  return (
    <header className="desk-head">
      <h1 ref={heading} tabIndex={-1}>
        {open === undefined ? t('desk.ready') : t('desk.unfinished', { name: open.name })}
      </h1>
      {home.open !== null && open !== undefined && step !== undefined && (
        <p className="large quiet">
          {t('desk.left', { step: t(`step.${step}`), since: when(home.open.startedAt, i18n.language) })}
        </p>
      )}
      <div className="row">
        <Button kind="main" keyName="Enter" busy={begin.busy} onPress={() => void begin.run()}>
          {open === undefined ? t('desk.issue') : t('desk.goOn', { name: open.name })}
        </Button>
        {open === undefined && <DeskNext begin={begin} />}
      </div>
      <BeginProblem failure={begin.failure} />
      <DeskStock home={home} />
      <DeskRollout />
    </header>
  );
}

function Unread({ error }: { readonly error: Error }) {
  const { t } = useTranslation();
  const home = useHome();
  return (
    <div className="page">
      <h1 className="question">{t('nav.desk')}</h1>
      <Problem failure={asFailure(error)}>
        <Button onPress={() => void home.refetch()}>{t('desk.again')}</Button>
      </Problem>
    </div>
  );
}
