import { useTranslation } from 'react-i18next';
import type { Failure } from '../../domain/failure.ts';
import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { Problem } from '../controls/problem.tsx';

interface ConfirmProps {
  readonly title: string;
  /** What follows from it. */
  readonly before: string;
  readonly verb: string;
  readonly busy: boolean;
  readonly failure: Failure | undefined;
  readonly onGo: () => Promise<void>;
  readonly onClose: () => void;
}

/** The question before something is taken away. */
export function Confirm({ title, before, verb, busy, failure, onGo, onClose }: ConfirmProps) {
  const { t } = useTranslation();
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <p className="measure">{before}</p>
      {failure !== undefined && <Problem failure={failure} />}
      <div className="dialog-foot">
        <Button keyName="Escape" onPress={onClose} autoFocus>
          {t('realm.leave')}
        </Button>
        <Button kind="refuse-main" busy={busy} onPress={() => void onGo()}>
          {verb}
        </Button>
      </div>
    </Dialog>
  );
}
