import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { LaneView } from '../../domain/contract/reprogram.ts';
import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { Problem } from '../controls/problem.tsx';
import { useAction } from '../keydesk.ts';
import { missingOf } from './reprogram-prompt.ts';

interface ReprogramFinishProps {
  readonly lane: LaneView;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Before a box is finished: what becomes of those that were never touched, and how many of it are missing. */
export function ReprogramFinish({ lane, isOpen, onClose }: ReprogramFinishProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const finish = useAction('reprogram/finish');
  const { waiting, left, done } = lane.count;
  const missing = missingOf(lane.count);
  const end = async () => {
    const finished = await finish.run();
    if (finished === undefined) return;
    onClose();
    client.setQueryData(['reprogram/current'], finished.value);
  };
  return (
    <Dialog title={t('reprogram.finishTitle')} isOpen={isOpen} onClose={onClose}>
      <div className="column">
        {finish.failure !== undefined && <Problem failure={finish.failure} />}
        <p>
          {left === null ? t('reprogram.countOpen', { done }) : t('reprogram.count', { done, expected: lane.expected })}
        </p>
        {waiting > 0 && <p>{t('reprogram.finishWaiting', { count: waiting })}</p>}
        {missing > 0 && <p>{t('reprogram.done.missing', { count: missing })}</p>}
        <div className="dialog-foot">
          <Button keyName="Escape" onPress={onClose}>
            {t('reprogram.finishBack')}
          </Button>
          <Button kind="main" busy={finish.busy} onPress={() => void end()} autoFocus>
            {t('reprogram.finish')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
