import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reply } from '../../domain/contract/ipc.ts';
import { Button } from '../controls/button.tsx';
import { Problem } from '../controls/problem.tsx';
import { useAction } from '../keydesk.ts';
import { ReasonDialog } from './reason-dialog.tsx';

/** What a person can do about what a privacyIDEA server refused: try again, take a place, or give it up. */
export function RecordsDecide({ detail }: { readonly detail: Reply<'records/get'> }) {
  const { t } = useTranslation();
  const send = useAction('sync/send-now');
  const replace = useAction('records/replace');
  const giveUp = useAction('records/give-up');
  const [isGivingUp, setGivingUp] = useState(false);
  const failure = detail.failure ?? { code: 'sync/refused', context: {} };
  const isTaken = failure.code === 'sync/serial-taken';
  const isAct = detail.kind !== 'issued';
  return (
    <>
      <Problem failure={failure}>
        <Button busy={send.busy} onPress={() => void send.run()}>
          {t('records.decide.again')}
        </Button>
        {isTaken && (
          <Button busy={replace.busy} onPress={() => void replace.run({ id: detail.id })}>
            {t('records.decide.replace')}
          </Button>
        )}
        <Button kind="plain" onPress={() => setGivingUp(true)}>
          {t(isAct ? 'records.decide.leave' : 'records.decide.giveUp')}
        </Button>
      </Problem>
      {isTaken && <p className="quiet measure">{t('records.decide.replaceHelp')}</p>}
      {send.failure !== undefined && <Problem failure={send.failure} />}
      {replace.failure !== undefined && <Problem failure={replace.failure} />}
      <ReasonDialog
        isOpen={isGivingUp}
        onClose={() => setGivingUp(false)}
        words={{
          title: t(isAct ? 'records.decide.leaveTitle' : 'records.decide.title'),
          lead: isAct ? t('records.decide.leaveLead') : t('records.decide.lead', { name: detail.holderName }),
          reason: t('records.decide.reason'),
          hint: t('records.decide.reasonHint'),
          missing: t('records.decide.reasonMissing'),
          cancel: t('records.decide.cancel'),
          confirm: t(isAct ? 'records.decide.leaveConfirm' : 'records.decide.confirm'),
        }}
        busy={giveUp.busy}
        failure={giveUp.failure}
        run={async (reason) => (await giveUp.run({ id: detail.id, reason })) !== undefined}
      />
    </>
  );
}
