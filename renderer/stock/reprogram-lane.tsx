import type { TFunction } from 'i18next';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LaneView } from '../../domain/contract/reprogram.ts';
import type { Failure } from '../../domain/failure.ts';
import { CodePlace } from '../ceremony/ceremony-code-field.tsx';
import { Button } from '../controls/button.tsx';
import { useHeadingFocus } from '../controls/heading-focus.ts';
import { Problem } from '../controls/problem.tsx';
import { useStepKeys } from '../controls/step-keys.ts';
import { useAction } from '../keydesk.ts';
import { ReprogramFinish } from './reprogram-finish.tsx';
import { ReprogramList } from './reprogram-list.tsx';
import { ReprogramPorts } from './reprogram-ports.tsx';
import { promptOf, waitingHere } from './reprogram-prompt.ts';
import { useLaneSigns } from './reprogram-signs.ts';

/** A box under way: what to do now is large, how far it is beside it, each token with its result below. */
export function ReprogramLane({ lane }: { readonly lane: LaneView }) {
  const { t } = useTranslation();
  const run = useAction('reprogram/run');
  const rest = useAction('reprogram/rest');
  const [finishing, setFinishing] = useState(false);
  const prompt = promptOf(lane);
  const heading = useHeadingFocus(prompt);
  useLaneSigns(lane);
  const goOn = () => void run.run();
  // A moment later: the button that takes the focus there must not hear this same Enter.
  const ask = () => setTimeout(() => setFinishing(true), 50);
  const next = lane.running ? (prompt === 'all' ? ask : undefined) : goOn;
  useStepKeys(next, lane.running ? () => void rest.run() : undefined);
  const problem: Failure | undefined = run.failure ?? lane.problem ?? undefined;
  const { done, left } = lane.count;
  const count =
    left === null ? t('reprogram.countOpen', { done }) : t('reprogram.count', { done, expected: lane.expected });
  return (
    <div className="lane column">
      <div className="lane-now">
        <p className="lane-count">
          <span className="legend">{t('reprogram.countLabel')}</span>
          <strong>{count}</strong>
        </p>
        <div className="stack">
          <h2 ref={heading} tabIndex={-1} className="question">
            {lane.running ? t(`reprogram.prompt.${prompt}`) : t('reprogram.rests')}
          </h2>
          <p className="quiet">{leadOf(lane, prompt, t)}</p>
        </div>
      </div>
      {!lane.running && problem !== undefined && <Problem failure={problem} />}
      {lane.running && <LaneCode lane={lane} />}
      <ReprogramPorts lane={lane} />
      <ReprogramList lane={lane} />
      <div className="row actions lane-foot">
        {lane.running && (
          <Button keyName="Escape" onPress={() => void rest.run()}>
            {t('reprogram.rest')}
          </Button>
        )}
        <Button onPress={() => setFinishing(true)} kind={prompt === 'all' && lane.running ? 'main' : 'second'}>
          {t('reprogram.finish')}
        </Button>
        {!lane.running && (
          <Button kind="main" keyName="Enter" busy={run.busy} onPress={goOn}>
            {t('reprogram.goOn')}
          </Button>
        )}
      </div>
      <ReprogramFinish lane={lane} isOpen={finishing} onClose={() => setFinishing(false)} />
    </div>
  );
}

/** The one place for codes: whichever token is touched types here, and the desk finds whose code it is. */
function LaneCode({ lane }: { readonly lane: LaneView }) {
  const { t } = useTranslation();
  const code = useAction('reprogram/code');
  const [byHand, setByHand] = useState(false);
  const waiting = waitingHere(lane);
  const own = waiting.find(({ problem }) => problem !== null)?.problem;
  const failure: Failure | undefined = byHand
    ? { code: 'code/by-hand', context: {} }
    : (code.failure ?? lane.notice ?? own ?? undefined);
  useEffect(() => {
    if (waiting.length === 0) setByHand(false);
  }, [waiting.length]);
  return (
    <>
      {failure !== undefined && <Problem failure={failure} />}
      {waiting.length > 0 && (
        <CodePlace
          label={t('reprogram.code')}
          length={lane.type === 'yubikey' ? 44 : lane.digits}
          state="now"
          onCode={(typed) => {
            setByHand(false);
            void code.run(typed);
          }}
          onHand={() => setByHand(true)}
        />
      )}
    </>
  );
}

function leadOf(lane: LaneView, prompt: ReturnType<typeof promptOf>, t: TFunction): string {
  if (!lane.running) return t('reprogram.lead.rest');
  const isLong = waitingHere(lane).some(({ slot }) => slot === 2);
  if (prompt === 'touch' || prompt === 'touchSeveral')
    return isLong ? t('reprogram.lead.touchLong') : t('reprogram.lead.touch');
  return t('reprogram.lead.for', { office: lane.office.name });
}
