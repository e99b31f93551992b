import { useTranslation } from 'react-i18next';
import type { AppState } from '../../domain/contract/ipc.ts';
import { asFailure } from '../../domain/failure.ts';
import { Administered } from '../administration/administered.tsx';
import { Empty } from '../controls/empty.tsx';
import { Page } from '../controls/page.tsx';
import { Problem } from '../controls/problem.tsx';
import { when } from '../i18n/when.ts';
import { useBoard, useRollout } from './rollout-facts.ts';
import './rollout.css';
import { RolloutGroups } from './rollout-groups.tsx';
import { RolloutHead } from './rollout-head.tsx';
import { RolloutOffices } from './rollout-offices.tsx';
import { RolloutQueue } from './rollout-queue.tsx';
import { RolloutStages } from './rollout-stages.tsx';

interface RolloutProps {
  readonly app: AppState;
  /** An administrator looks, and nobody is at the desk: nothing of the desk is shown. */
  readonly alone?: boolean;
}

/** The face of the app while an organisation brings tokens in: how far it is, what is next, and who. */
export function Rollout({ app, alone = false }: RolloutProps) {
  const { t } = useTranslation();
  if (!alone) return <Board app={app} alone={false} />;
  return (
    <Administered title={t('rollout.title')} right="trustread">
      <Board app={app} alone />
    </Administered>
  );
}

function Board({ app, alone }: Required<RolloutProps>) {
  const { t, i18n } = useTranslation();
  const board = useBoard();
  const { seen, error } = useRollout();
  const isOurs = app.station?.kind === 'keydesk';
  return (
    <Page
      title={t('rollout.title')}
      tools={
        seen !== undefined && (
          <p className="quiet small">
            {seen.at === undefined
              ? t('rollout.asServer')
              : t('rollout.asStation', { at: when(seen.at, i18n.language) })}
            {seen.waiting > 0 && <> {t('rollout.notCounted', { count: seen.waiting })}</>}
          </p>
        )
      }
    >
      {error !== null && <Problem failure={asFailure(error)} />}
      {seen === undefined ? (
        board.isPending ? (
          <p className="quiet">{t('loading')}</p>
        ) : (
          <Empty what={t('rollout.none')} begin={t(isOurs ? 'rollout.noneYet' : 'rollout.noneHere')} />
        )
      ) : (
        <div className="rollout">
          <RolloutHead facts={seen.facts} />
          <RolloutStages facts={seen.facts} alone={alone} />
          {!alone && <RolloutQueue everywhere={seen.facts.queued} />}
          <RolloutOffices facts={seen.facts} />
          <RolloutGroups facts={seen.facts} />
        </div>
      )}
    </Page>
  );
}
