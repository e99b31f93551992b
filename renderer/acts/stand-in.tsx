import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallerProof } from '../../domain/trust/temporary-code.ts';
import { Button } from '../controls/button.tsx';
import { ListProblem } from '../controls/list-problem.tsx';
import { Page } from '../controls/page.tsx';
import { Problem } from '../controls/problem.tsx';
import { Sign } from '../controls/sign.tsx';
import { useStepKeys } from '../controls/step-keys.ts';
import { Waiting } from '../frame/waiting.tsx';
import { whenExactly } from '../i18n/when.ts';
import { useAction } from '../keydesk.ts';
import { useForeseen } from '../queries.ts';
import { CodeAbout } from './code-about.tsx';
import { CodeProof } from './code-proof.tsx';
import { CodeItself } from './code-shown.tsx';

/** A password that stands in for a lost token for some days: how one knows who asks, what follows, then the password. */
export function StandIn({ token }: { readonly token: string }) {
  const { t, i18n } = useTranslation();
  const foreseen = useForeseen('withdraw', token);
  const ask = useAction('acts/stand-in');
  const [proof, setProof] = useState<CallerProof>();
  const [given, setGiven] = useState<{ readonly password: Uint8Array; readonly until: string }>();
  const back = proof === undefined ? leave : () => setProof(undefined);
  useStepKeys(undefined, given === undefined ? back : undefined);
  if (foreseen.error !== null) {
    return (
      <Page title={t('acts.standIn.title')}>
        <ListProblem query={foreseen} />
      </Page>
    );
  }
  if (foreseen.data === undefined) return <Waiting />;
  const { person, was } = foreseen.data;
  const about = { name: person?.name ?? was, detail: [person?.username, token].filter(Boolean).join(' · ') };
  if (given !== undefined) {
    return (
      <Page title={t('acts.standIn.shownTitle', { name: about.name })}>
        <ClosesItself />
        <div className="act column">
          <CodeAbout about={about} />
          <CodeItself code={given.password} label={t('acts.standIn.label')} />
          <p className="measure">
            <Sign meaning="waiting">{t('acts.standIn.until', { until: untilWords(given.until, i18n.language) })}</Sign>
          </p>
          <p className="measure">{t('acts.standIn.how')}</p>
          <div className="act-foot">
            <span />
            <Button kind="main" onPress={leave}>
              {t('acts.code.close')}
            </Button>
          </div>
        </div>
      </Page>
    );
  }
  if (proof === undefined) {
    return <CodeProof about={about} lead={t('acts.standIn.lead')} onProof={setProof} onLeave={leave} />;
  }
  return (
    <Page title={t('acts.standIn.title')}>
      <div className="act column">
        <CodeAbout about={about} />
        <p className="measure">{t('acts.standIn.follows', { name: about.name })}</p>
        {ask.failure !== undefined && <Problem failure={ask.failure} />}
        <div className="act-foot">
          <Button keyName="Escape" onPress={back}>
            {t('acts.back')}
          </Button>
          <Button
            kind="refuse-main"
            busy={ask.busy}
            onPress={async () => {
              const reply = await ask.run({ token, proof });
              if (reply !== undefined) setGiven(reply.value);
            }}
          >
            {t('acts.standIn.do')}
          </Button>
        </div>
      </div>
    </Page>
  );
}

const shownMs = 5 * 60_000;

function leave(): void {
  window.history.back();
}

/** A password that nobody put away is not shown to whoever comes next. */
function ClosesItself() {
  useEffect(() => {
    const timer = setTimeout(leave, shownMs);
    const stop = window.keydesk.on('controllers/left', leave);
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, []);
  return null;
}

/** privacyIDEA writes an offset without its colon. */
function untilWords(until: string, language: string): string {
  const at = new Date(until.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(at.getTime()) ? until : whenExactly(at.toISOString(), language);
}
