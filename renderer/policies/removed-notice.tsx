import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { PolicyRow } from '../../domain/contract/administration/policies.ts';
import { useAdministrativeAction } from '../administration/session.ts';
import { announce } from '../controls/announcer.tsx';
import { Button } from '../controls/button.tsx';
import { Problem } from '../controls/problem.tsx';

interface RemovedNoticeProps {
  readonly row: PolicyRow;
  readonly onDone: () => void;
}

/** After a deletion: what is gone, and the way to have it back as it was. */
export function RemovedNotice({ row, onDone }: RemovedNoticeProps) {
  const { t } = useTranslation();
  const save = useAdministrativeAction('policies/save');
  const { name } = row.policy;
  useEffect(() => announce(t('policy.removed', { name })), [t, name]);
  const undo = async () => {
    if ((await save.run({ policy: row.policy, others: row.others, seen: null })) !== undefined) onDone();
  };
  return (
    <div className="removed-notice">
      <span>{t('policy.removed', { name })}</span>
      <Button kind="plain" busy={save.busy} onPress={() => void undo()} autoFocus>
        {t('policy.undo')}
      </Button>
      <Button kind="plain" onPress={onDone}>
        {t('policy.forget')}
      </Button>
      {save.failure !== undefined && <Problem failure={save.failure} />}
    </div>
  );
}
