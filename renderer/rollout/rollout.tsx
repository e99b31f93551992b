import { useTranslation } from 'react-i18next';
import type { AppState } from '../../domain/contract/ipc.ts';
import { asFailure } from '../../domain/failure.ts';
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

/** The face of the app while an organisation brings tokens in: how far it is, what is next, and who. */
export function Rollout({ app }: { readonly app: AppState }) {
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
          <RolloutStages facts={seen.facts} />
          <RolloutQueue />
          <RolloutOffices facts={seen.facts} />
          <RolloutGroups facts={seen.facts} />
        </div>
      )}
    </Page>
  );
}
