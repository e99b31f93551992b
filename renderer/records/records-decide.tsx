import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reply } from '../../domain/contract/ipc.ts';
import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { Problem } from '../controls/problem.tsx';
import { TextField } from '../controls/text-field.tsx';
import { useAction } from '../keydesk.ts';

/** What a person can do about a token that a privacyIDEA server refused: try again, take a place, or give it up. */
export function RecordsDecide({ detail }: { readonly detail: Reply<'records/get'> }) {
  const { t } = useTranslation();
  const send = useAction('sync/send-now');
  const replace = useAction('records/replace');
  const [isGivingUp, setGivingUp] = useState(false);
  const failure = detail.failure ?? { code: 'sync/refused', context: {} };
  const isTaken = failure.code === 'sync/serial-taken';
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
          {t('records.decide.giveUp')}
        </Button>
      </Problem>
      {isTaken && <p className="quiet measure">{t('records.decide.replaceHelp')}</p>}
      {send.failure !== undefined && <Problem failure={send.failure} />}
      {replace.failure !== undefined && <Problem failure={replace.failure} />}
      <Dialog title={t('records.decide.title')} isOpen={isGivingUp} onClose={() => setGivingUp(false)}>
        <GiveUp detail={detail} onClose={() => setGivingUp(false)} />
      </Dialog>
    </>
  );
}

function GiveUp({ detail, onClose }: { readonly detail: Reply<'records/get'>; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const giveUp = useAction('records/give-up');
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const end = async () => {
    setAsked(true);
    if (reason.trim() === '') return;
    if ((await giveUp.run({ id: detail.id, reason: reason.trim() })) !== undefined) onClose();
  };
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void end();
      }}
    >
      <p className="measure">{t('records.decide.lead', { name: detail.holderName })}</p>
      <TextField
        lines
        label={t('records.decide.reason')}
        hint={t('records.decide.reasonHint')}
        value={reason}
        onChange={setReason}
        maxLength={500}
        fault={asked && reason.trim() === '' ? t('records.decide.reasonMissing') : undefined}
        autoFocus
      />
      {giveUp.failure !== undefined && <Problem failure={giveUp.failure} />}
      <div className="row">
        <Button kind="main" type="submit" busy={giveUp.busy}>
          {t('records.decide.confirm')}
        </Button>
        <Button onPress={onClose}>{t('records.decide.cancel')}</Button>
      </div>
    </form>
  );
}
