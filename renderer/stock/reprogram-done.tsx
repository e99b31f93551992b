import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { LaneView } from '../../domain/contract/reprogram.ts';
import { Button } from '../controls/button.tsx';
import { useHeadingFocus } from '../controls/heading-focus.ts';
import { Problem } from '../controls/problem.tsx';
import { useStepKeys } from '../controls/step-keys.ts';
import { useAction } from '../keydesk.ts';
import { ReprogramList } from './reprogram-list.tsx';
import { missingOf } from './reprogram-prompt.ts';

/** A box that is through: what lies on the shelf, what was put aside and why, and the labels for it. */
export function ReprogramDone({ lane }: { readonly lane: LaneView }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const client = useQueryClient();
  const close = useAction('reprogram/close');
  const heading = useHeadingFocus(lane.id);
  const { done, setAside } = lane.count;
  const missing = missingOf(lane.count);
  const alive = lane.spares.filter(({ proof }) => proof?.fresh === 'alive' && proof.formerAlive === 0);
  const proven = alive.filter(({ proof }) => proof !== null && proof.former > 0).length;
  const fresh = alive.length - proven;
  const later = lane.spares.filter(({ stage, proof }) => stage === 'done' && proof === null).length;
  const next = async () => {
    if ((await close.run()) !== undefined) client.setQueryData(['reprogram/current'], null);
  };
  useStepKeys(() => void next(), undefined);
  return (
    <div className="lane column">
      <h2 ref={heading} tabIndex={-1} className="question">
        {t('reprogram.done.title', { count: done, office: lane.office.name })}
      </h2>
      {close.failure !== undefined && <Problem failure={close.failure} />}
      <div className="stack">
        {proven > 0 && <p>{t('reprogram.done.proven', { count: proven })}</p>}
        {fresh > 0 && <p>{t('reprogram.done.fresh', { count: fresh })}</p>}
        {later > 0 && <p>{t('reprogram.done.later', { count: later })}</p>}
        {setAside > 0 && <p>{t('reprogram.done.aside', { count: setAside })}</p>}
        {missing > 0 && <p>{t('reprogram.done.missing', { count: missing })}</p>}
      </div>
      <ReprogramList lane={lane} />
      <div className="row actions lane-foot">
        <Button onPress={() => go(`/paper/shelf-label/${lane.office.id}`)}>{t('reprogram.done.labels')}</Button>
        <Button kind="main" keyName="Enter" busy={close.busy} onPress={() => void next()}>
          {t('reprogram.done.next')}
        </Button>
      </div>
    </div>
  );
}
