import { useTranslation } from 'react-i18next';
import { definitionOf } from '../../domain/policy/definitions.ts';
import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { actionWords } from './policy-words.ts';

interface DangerDialogProps {
  readonly name: string;
  readonly dangers: readonly string[];
  readonly isOpen: boolean;
  /** What the button says that does it after all. */
  readonly confirm: string;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Before a policy begins to let people in without a token: what it does, and once more the question. */
export function DangerDialog({ name, dangers, isOpen, confirm, onConfirm, onClose }: DangerDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('policy.danger.title')} isOpen={isOpen} onClose={onClose}>
      <p>{t('policy.danger.lead', { name })}</p>
      <ul className="policy-does">
        {dangers.map((action) => {
          const definition = definitionOf('authentication', action);
          return (
            <li key={action}>
              <code>{action}</code>
              {definition !== undefined && <span>{actionWords(t, definition)}</span>}
            </li>
          );
        })}
      </ul>
      <p className="quiet">{t('policy.danger.audit')}</p>
      <div className="dialog-foot">
        <Button keyName="Escape" onPress={onClose} autoFocus>
          {t('policy.danger.back')}
        </Button>
        <Button kind="refuse-main" onPress={onConfirm}>
          {confirm}
        </Button>
      </div>
    </Dialog>
  );
}
