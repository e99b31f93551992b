import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type WithdrawalReason, withdrawalReasons } from '../../domain/act.ts';
import type { Reply } from '../../domain/contract/ipc.ts';
import { Button } from '../controls/button.tsx';
import { Choices } from '../controls/choices.tsx';
import { Page } from '../controls/page.tsx';
import { TextField } from '../controls/text-field.tsx';
import { ActAbout } from './act-about.tsx';

interface ActWhyProps {
  readonly about: Reply<'acts/foresee'>;
  readonly reason: WithdrawalReason | undefined;
  readonly onReason: (reason: WithdrawalReason) => void;
  readonly note: string;
  readonly onNote: (note: string) => void;
  readonly onNext: () => void;
  readonly onLeave: () => void;
}

/** Why a token is withdrawn: one of a few reasons, and a note if wanted. */
export function ActWhy({ about, reason, onReason, note, onNote, onNext, onLeave }: ActWhyProps) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  return (
    <Page title={t('acts.whyTitle')}>
      <form
        className="act column"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(true);
          if (reason !== undefined) onNext();
        }}
      >
        <ActAbout about={about} />
        <Choices
          label={t('records.reason')}
          choices={withdrawalReasons.map((value) => ({ value, label: t(`acts.reason.${value}`) }))}
          value={reason}
          onChange={onReason}
          fault={asked && reason === undefined ? t('acts.reasonMissing') : undefined}
        />
        <TextField
          label={t('acts.note')}
          hint={t('acts.noteHint')}
          value={note}
          onChange={onNote}
          maxLength={2000}
          autoComplete="off"
        />
        <div className="act-foot">
          <Button keyName="Escape" onPress={onLeave}>
            {t('acts.leave')}
          </Button>
          <Button kind="main" type="submit" keyName="Enter">
            {t('acts.next')}
          </Button>
        </div>
      </form>
    </Page>
  );
}
