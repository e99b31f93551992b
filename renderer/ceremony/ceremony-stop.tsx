import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { type RefusalReason, refusalReasons, type StopReason, stopReasons } from '../../domain/checks.ts';
import { Button } from '../controls/button.tsx';
import { Choices } from '../controls/choices.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { Problem } from '../controls/problem.tsx';
import { TextField } from '../controls/text-field.tsx';
import { useAction } from '../keydesk.ts';

interface EndProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Leaves the ceremony open for later, or ends it with a recorded reason. */
export function CeremonyStop({ isOpen, onClose }: EndProps) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  return (
    <Dialog title={t('ceremony.stop.title')} isOpen={isOpen} onClose={onClose}>
      <div className="row">
        <p className="measure">{t('ceremony.stop.leaveHint')}</p>
        <Button onPress={() => navigate('/')}>{t('ceremony.stop.leave')}</Button>
      </div>
      <Reasons kind="stop" reasons={stopReasons} onClose={onClose} />
    </Dialog>
  );
}

/** Refuses the person; the reason is recorded and signed like an issuance. */
export function CeremonyRefuse({ isOpen, onClose, name }: EndProps & { readonly name: string }) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('ceremony.refuse.title', { name })} isOpen={isOpen} onClose={onClose}>
      <p className="measure">{t('ceremony.refuse.hint')}</p>
      <Reasons kind="refuse" reasons={refusalReasons} onClose={onClose} />
    </Dialog>
  );
}

interface ReasonsProps<R extends string> {
  readonly kind: 'stop' | 'refuse';
  readonly reasons: readonly R[];
  readonly onClose: () => void;
}

function Reasons<R extends RefusalReason | StopReason>({ kind, reasons, onClose }: ReasonsProps<R>) {
  const { t } = useTranslation();
  const [reason, setReason] = useState<R>();
  const [note, setNote] = useState('');
  const [asked, setAsked] = useState(false);
  const stop = useAction('ceremony/stop');
  const refuse = useAction('ceremony/refuse');
  const failure = kind === 'stop' ? stop.failure : refuse.failure;
  const end = async () => {
    setAsked(true);
    if (reason === undefined) return;
    const done =
      kind === 'stop'
        ? await stop.run({ reason: reason as StopReason, note })
        : await refuse.run({ reason: reason as RefusalReason, note });
    if (done !== undefined) onClose();
  };
  return (
    <>
      <Choices
        label={t(`ceremony.${kind}.why`)}
        choices={reasons.map((value) => ({
          value,
          label: t(`ceremony.reason.${value as RefusalReason | StopReason}`),
        }))}
        value={reason}
        autoFocus
        onChange={setReason}
        fault={asked && reason === undefined ? t('ceremony.reasonMissing') : undefined}
      />
      <TextField
        lines
        label={t('ceremony.note')}
        hint={t('ceremony.noteHint')}
        value={note}
        onChange={setNote}
        maxLength={2000}
      />
      {failure !== undefined && <Problem failure={failure} />}
      <div className="dialog-foot">
        <Button keyName="Escape" onPress={onClose}>
          {t('ceremony.stay')}
        </Button>
        <Button kind="refuse-main" busy={stop.busy || refuse.busy} onPress={() => void end()}>
          {t(`ceremony.${kind}.end`)}
        </Button>
      </div>
    </>
  );
}
